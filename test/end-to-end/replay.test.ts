import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expectRefused } from '../support/command.ts';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState, replaysBy } from '../support/local-state.ts';
import { post, type Sent, slackHeaders, stripeHeaders } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* `sallyport replay`: what it does, what it refuses and what it selects. */

const data = temporaryData();
const folder = dirname(data.path);
const handler = steeredHandler(folder);
const secrets = { stripe: 'whsec_replay_test', slack: 'slack-replay-test' };
let local: LocalRun;
let state: LocalState;

const stripe = (event: {
  readonly id: string;
  readonly type?: string;
  readonly amount?: number;
}) => {
  const body = JSON.stringify({ object: 'event', type: 'invoice.paid', ...event });
  return post(`${local.gateway}/hooks/stripe`, body, stripeHeaders(secrets.stripe, body));
};
const slack = (event: object) => {
  const body = JSON.stringify(event);
  return post(`${local.gateway}/hooks/slack`, body, slackHeaders(secrets.slack, body));
};
const replay = (...args: readonly string[]) => sallyport(data.path, ['replay', ...args]);
const because = ['--reason', 'the ledger was down'];

/** By name, in order of arrival: each of these is settled. */
const sent: Record<string, Sent> = {};
const idOf = (name: string): string => sent[name]?.id ?? '';

beforeAll(async () => {
  const config = join(folder, 'receiver.json');
  const sources = { stripe: { provider: 'stripe' }, slack: { provider: 'slack' } };
  writeFileSync(config, JSON.stringify({ sources }));
  local = await startLocalRun(data.path, [
    '--no-samples',
    '--config',
    config,
    '--handlers',
    handler.handlers,
  ]);
  for (const [source, secret] of Object.entries(secrets))
    await sallyport(data.path, ['secrets', 'set', source], secret);
  state = await localState(data.path);
  handler.steer({ evt_fatal: { isFatal: true } });
  sent['paid'] = await stripe({ id: 'evt_paid' });
  sent['voided'] = await stripe({ id: 'evt_voided', type: 'invoice.voided' });
  sent['message'] = await slack({
    type: 'event_callback',
    event_id: 'Ev1',
    event: { type: 'message' },
  });
  sent['fatal'] = await stripe({ id: 'evt_fatal' });
  sent['late'] = await stripe({ id: 'evt_late' });
  await state.settled(Object.values(sent).map(({ id }) => id));
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test('the handler runs again under the same key, and the history says who and why, when an event is replayed', async () => {
  const before = await state.record(idOf('paid'));
  const finished = await replay(idOf('paid'), ...because, '--json');
  const [result, summary] = jsonLines(finished);
  expect(result).toEqual({ id: idOf('paid'), result: 'replayed' });
  expect(summary).toEqual({
    replayId: expect.stringMatching(/^[0-9A-Z]{26}$/),
    replayed: 1,
    refused: 0,
    finished: true,
  });
  expect(finished).toMatchObject({ code: 0, stderr: expect.stringContaining('1 replayed') });

  const [after] = await state.settled([idOf('paid')]);
  const runs = handler.runs(idOf('paid'));
  expect(runs.map(({ attempt, isReplay }) => ({ attempt, isReplay }))).toEqual([
    { attempt: 1, isReplay: false },
    { attempt: 2, isReplay: true },
  ]);
  const [first, again] = runs;
  expect(again).toMatchObject({
    idempotencyKey: 'id:evt_paid',
    bodySha256: first?.bodySha256,
    eventId: 'evt_paid',
  });
  expect(first?.idempotencyKey).toBe('id:evt_paid');
  expect(after).toMatchObject({ status: 'done', outcome: 'succeeded', attempts: 2, deliveries: 1 });
  expect(after?.history).toMatchObject([
    { what: 'attempt', attempt: 1, outcome: 'succeeded' },
    {
      what: 'replay',
      by: expect.stringMatching(/.@./),
      reason: 'the ledger was down',
      replayId: summary?.['replayId'],
    },
    { what: 'attempt', attempt: 2, outcome: 'succeeded' },
  ]);
  const kept = before.history?.length ?? 0;
  expect(JSON.stringify(after?.history?.slice(0, kept))).toBe(JSON.stringify(before.history));
});

test('what happened before stays to the byte when an event is replayed a second time', async () => {
  const before = await state.record(idOf('paid'));
  expect((await replay(idOf('paid'), '--reason', 'once more')).code).toBe(0);
  const [after] = await state.settled([idOf('paid')]);
  expect(JSON.stringify(after?.history?.slice(0, 3))).toBe(JSON.stringify(before.history));
  expect(after?.history).toHaveLength(5);
});

test('an event is replayed once when its id is given twice', async () => {
  const runs = handler.runs(idOf('late')).length;
  const lines = jsonLines(await replay(idOf('late'), idOf('late'), ...because, '--json'));
  expect(lines).toMatchObject([{ result: 'replayed' }, { replayed: 1, refused: 0 }]);
  await state.settled([idOf('late')]);
  expect(handler.runs(idOf('late'))).toHaveLength(runs + 1);
});

describe('what never had an event of its own', () => {
  const refused: Record<string, string> = {};
  beforeAll(async () => {
    const forged = await post(`${local.gateway}/hooks/stripe`, '{}', stripeHeaders('other', '{}'));
    const duplicate = await stripe({ id: 'evt_paid' });
    const conflict = await stripe({ id: 'evt_paid', amount: 1 });
    const handshake = await slack({ type: 'url_verification', challenge: 'c' });
    expect([forged, duplicate, conflict, handshake].map(({ httpStatus }) => httpStatus)).toEqual([
      403, 200, 409, 200,
    ]);
    Object.assign(refused, {
      rejected: forged.id,
      duplicate: duplicate.id,
      conflict: conflict.id,
      handshake: handshake.id,
    });
  });

  test.each([
    ['rejected', 'was rejected: what no check let through is never handled'],
    ['duplicate', 'is a duplicate: replay the record of its event'],
    ['conflict', 'is a conflict: replay the record of its event'],
    ['handshake', 'is a handshake: there is nothing to handle'],
  ])('nothing runs and one line says why when the record is of a %s request', async (kind, why) => {
    const id = refused[kind] ?? '';
    const runs = handler.runs().length;
    const before = JSON.stringify(await state.record(id));
    const { code, stdout, stderr } = await replay(id, ...because);
    expect({ code, stdout }).toEqual({ code: 1, stdout: `${id} ${why}\n` });
    expect(stderr).toContain('sallyport: 1 of 1 records were refused\n');
    expect(JSON.stringify(await state.record(id))).toBe(before);
    expect(handler.runs()).toHaveLength(runs);
  });

  test('the others are replayed when one of several ids is refused', async () => {
    const ids = [refused['rejected'] ?? '', idOf('voided')];
    const finished = await replay(...ids, ...because, '--json');
    expect(finished.code).toBe(1);
    expect(jsonLines(finished)).toMatchObject([
      { id: idOf('voided'), result: 'replayed' },
      { id: refused['rejected'], result: 'refused', why: 'rejected' },
      { replayed: 1, refused: 1, finished: true },
    ]);
    await state.settled([idOf('voided')]);
  });
});

test('nothing runs, not even the known ones, when an id is unknown', async () => {
  const before = [handler.runs().length, await state.record(idOf('paid'))];
  const unknown = '01M85CJX78SGCM9XNWKR62T8PT';
  expectRefused(await replay(idOf('paid'), unknown, ...because), 1, `no record ${unknown}: `);
  expect([handler.runs().length, await state.record(idOf('paid'))]).toEqual(before);
});

const anId = '01M85CJX78SGCM9XNWKR62T8PT';
test.each([
  ['no reason is given', [anId], '--reason is missing'],
  ['the reason is blank', [anId, '--reason', ' '], '--reason is missing'],
  [
    'ids come together with filters',
    [anId, '--source', 'stripe', '--since', '1h', ...because],
    'ids and --source, --since exclude each other',
  ],
  ['nothing is selected', because, 'nothing is selected'],
  ['the rate is no number', [anId, '--rate', 'fast', ...because], '"fast" is no rate'],
  ['the rate is 0', [anId, '--rate', '0', ...because], '"0" is no rate'],
  ['the time is none', ['--since', 'yesterday', ...because], '"yesterday" is no time'],
  [
    'the range is empty',
    ['--since', '1h', '--until', '2h', ...because],
    '--since is not before --until',
  ],
  [
    'the range lies ahead',
    ['--since', '2999-01-01T00:00:00Z', ...because],
    '--since is not before',
  ],
  ['the status is unknown', ['--status', 'lost', ...because], "argument 'lost' is invalid"],
  [
    'the source is unknown',
    ['--source', 'nobody', ...because],
    'source "nobody" is not configured',
  ],
])('the command is refused in one line when %s', async (_when, args, text) => {
  const runs = handler.runs().length;
  expectRefused(await replay(...args), 2, text);
  expect(handler.runs()).toHaveLength(runs);
});

describe('filters', () => {
  /** Instant from which on this event was received, as an option. */
  const instantOf = async (name: string) => (await state.record(idOf(name))).receivedAt;

  test.each([
    ['source', async () => ['--source', 'slack'], ['message']],
    ['type', async () => ['--type', 'invoice.voided'], ['voided']],
    ['status', async () => ['--status', 'failed'], ['fatal']],
    [
      'since',
      async () => ['--source', 'stripe', '--since', await instantOf('fatal')],
      ['fatal', 'late'],
    ],
    [
      'until',
      async () => ['--type', 'invoice.paid', '--until', await instantOf('late')],
      ['paid', 'fatal'],
    ],
    [
      'range',
      async () => ['--since', await instantOf('voided'), '--until', await instantOf('fatal')],
      ['voided', 'message'],
    ],
  ])(
    'exactly the events that match are replayed when they are given by %s',
    async (_by, filter, names) => {
      const finished = await replay(...(await filter()), ...because, '--json');
      expect(finished.code).toBe(0);
      const lines = jsonLines(finished);
      const replayId = String(lines.at(-1)?.['replayId']);
      const replayed = lines.flatMap(({ id, result }) => (result === 'replayed' ? [id] : []));
      expect(replayed).toEqual(names.map(idOf));
      await state.settled(names.map(idOf));
      const marked = (await state.records()).filter((record) => replaysBy(record, replayId) > 0);
      expect(marked.map(({ id }) => id)).toEqual(names.map(idOf));
    },
  );

  test('the plan counts everything and nothing changes when it is a dry run', async () => {
    const before = { runs: handler.runs().length, items: await state.items() };
    const [plan] = jsonLines(await replay('--source', 'stripe', '--dry-run', '--json'));
    expect(plan).toEqual({
      replayable: 4,
      groups: [
        { source: 'stripe', eventType: 'invoice.paid', status: 'done', events: 2 },
        { source: 'stripe', eventType: 'invoice.voided', status: 'done', events: 1 },
        { source: 'stripe', eventType: 'invoice.paid', status: 'failed', events: 1 },
      ],
      refused: { rejected: 1, duplicate: 1, conflict: 1 },
      cost: {
        writeUnits: expect.any(Number),
        readUnits: 8,
        queueRequests: 12,
        invocations: 4,
        usd: expect.any(Number),
      },
    });
    const { code, stdout, stderr } = await replay('--source', 'stripe', '--dry-run');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^stripe +invoice\.voided +done +1$/m);
    expect(stdout).toMatch(/^4 events would be replayed$/m);
    expect(stdout).toMatch(/^1 would not: each was rejected/m);
    expect(stdout).toMatch(/^about 0(\.\d+)? USD at list prices: \d+ write units/m);
    expect({ runs: handler.runs().length, items: await state.items() }).toEqual(before);
  });
});
