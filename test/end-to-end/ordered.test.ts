import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LocalRun, sallyport, startLocalRun, temporaryData } from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { post, stripeHeaders } from '../support/senders.ts';
import { type HandlerLine, steeredHandler } from '../support/steered-handler.ts';

/* Sources whose events keep an order, or are handled few at a time. */

const data = temporaryData();
const folder = dirname(data.path);
const handler = steeredHandler(folder);
const secret = 'whsec_ordered';
let local: LocalRun;
let state: LocalState;

beforeAll(async () => {
  const config = join(folder, 'receiver.json');
  const sources = {
    ledger: { provider: 'stripe', ordered: { byKey: { json: 'account' } } },
    mailer: { provider: 'stripe', concurrency: 2 },
  };
  writeFileSync(config, JSON.stringify({ sources }));
  local = await startLocalRun(data.path, [
    '--no-samples',
    '--config',
    config,
    '--handlers',
    handler.handlers,
  ]);
  for (const source of Object.keys(sources))
    await sallyport(data.path, ['secrets', 'set', source], secret);
  state = await localState(data.path);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

async function send(source: string, id: string, account = 'none'): Promise<string> {
  const body = JSON.stringify({ id, type: 'invoice.paid', account });
  return (await post(`${local.gateway}/hooks/${source}`, body, stripeHeaders(secret, body))).id;
}

const linesOf = (account: string): readonly HandlerLine[] =>
  handler.lines().filter(({ eventId }) => eventId?.startsWith(account));
const told = ({ phase, eventId, attempt }: HandlerLine) => `${eventId} ${phase} ${attempt}`;

test('events of one account keep their order and hold back no other when one fails twice', async () => {
  handler.steer({ 'anna-2': { throws: 2 }, '*': { pauseMs: 20 } });
  const ids: string[] = [];
  for (const number of [1, 2, 3, 4])
    for (const account of ['anna', 'bert'])
      ids.push(await send('ledger', `${account}-${number}`, account));
  const records = await state.settled(ids);
  expect(records.map(({ status }) => status)).toEqual(ids.map(() => 'done'));

  // Begin and end of each, one after the other; an attempt that failed has no end.
  expect(linesOf('anna').map(told)).toEqual([
    'anna-1 start 1',
    'anna-1 end 1',
    'anna-2 start 1',
    'anna-2 start 2',
    'anna-2 start 3',
    'anna-2 end 3',
    'anna-3 start 1',
    'anna-3 end 1',
    'anna-4 start 1',
    'anna-4 end 1',
  ]);
  expect(linesOf('bert').map(told)).toEqual(
    [1, 2, 3, 4].flatMap((number) => [`bert-${number} start 1`, `bert-${number} end 1`]),
  );
  // The other account was through long before the failing event was: its pauses are 1 and 2 seconds.
  const lastOfBert = linesOf('bert').at(-1)?.atMs ?? Number.NaN;
  const endOfFailing = linesOf('anna').find(
    ({ eventId, phase }) => eventId === 'anna-2' && phase === 'end',
  );
  expect(lastOfBert).toBeLessThan((endOfFailing?.atMs ?? 0) - 1000);
});

test('events behind it are handled in order when one of their account fails for good', async () => {
  handler.steer({ 'carl-1': { isFatal: true } });
  const ids: string[] = [];
  for (const number of [1, 2, 3]) ids.push(await send('ledger', `carl-${number}`, 'carl'));
  const records = await state.settled(ids);
  expect(records.map(({ status }) => status)).toEqual(['failed', 'done', 'done']);
  expect(linesOf('carl').map(told)).toEqual([
    'carl-1 start 1',
    'carl-2 start 1',
    'carl-2 end 1',
    'carl-3 start 1',
    'carl-3 end 1',
  ]);
});

test('replayed events keep their order at any rate when their source asks for one', async () => {
  const numbers = Array.from({ length: 20 }, (_, at) => at + 1);
  handler.steer({});
  const ids: string[] = [];
  for (const number of numbers) ids.push(await send('ledger', `dora-${number}`, 'dora'));
  await state.settled(ids);
  const before = handler.lines().length;
  const args = ['replay', ...ids.toReversed(), '--reason', 'again', '--rate', '5000'];
  expect((await sallyport(data.path, args)).code).toBe(0);
  await state.settled(ids);
  expect(handler.lines().slice(before).map(told)).toEqual(
    numbers.flatMap((number) => [`dora-${number} start 2`, `dora-${number} end 2`]),
  );
});

/** Most handlers that were at work at a time. */
function mostAtATime(lines: readonly HandlerLine[]): number {
  let atWork = 0;
  let most = 0;
  for (const { phase } of lines) {
    atWork += phase === 'start' ? 1 : -1;
    most = Math.max(most, atWork);
  }
  return most;
}

test('two handlers are at work at a time and never more when the source allows two', async () => {
  handler.steer({ '*': { pauseMs: 200 } });
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, number) => send('mailer', `mail-${number}`)),
  );
  const records = await state.settled(ids);
  expect(records.map(({ status, attempts }) => [status, attempts])).toEqual(
    ids.map(() => ['done', 1]),
  );
  expect(mostAtATime(linesOf('mail'))).toBe(2);
});
