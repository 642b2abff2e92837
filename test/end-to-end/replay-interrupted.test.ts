import { dirname } from 'node:path';
import { begin, expectRefused } from '../support/command.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  run,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState, replaysBy } from '../support/local-state.ts';
import { post, stripeHeaders } from '../support/senders.ts';
import { steeredHandler } from '../support/steered-handler.ts';

/* `sallyport replay` of many events: its pace, its progress, and every way in which it may break off. */

const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const options = ['--no-samples', '--handlers', handler.handlers];
const secret = 'whsec_interrupted';
const because = ['--reason', 'the ledger was down'];
let local: LocalRun;
let state: LocalState;
let ids: readonly string[];

beforeAll(async () => {
  local = await startLocalRun(data.path, options);
  await sallyport(data.path, ['secrets', 'set', 'stripe'], secret);
  state = await localState(data.path);
  const sent: string[] = [];
  for (let number = 0; number < 40; number += 1) {
    const body = JSON.stringify({ id: `evt_${number}`, type: 'invoice.paid' });
    const { id } = await post(`${local.gateway}/hooks/stripe`, body, stripeHeaders(secret, body));
    sent.push(id);
  }
  ids = sent;
  await state.settled(ids);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

const replay = (...args: readonly string[]) => sallyport(data.path, ['replay', ...args]);

/** How often each of the events was replayed by this order. */
const replays = async (replayId: string): Promise<readonly number[]> =>
  (await Promise.all(ids.map(state.record))).map((record) => replaysBy(record, replayId));
const exactlyOnce = () => ids.map(() => 1);

/** Expects that part of the events was replayed, and none twice. */
async function expectPart(replayId: string): Promise<void> {
  const counts = await replays(replayId);
  expect(new Set(counts)).toEqual(new Set([0, 1]));
}

/** Begins a replay of all events and returns it when so many of them have been reported. */
async function beginAndWait(count: number, args: readonly string[]) {
  const begun = begin(data.path, ['replay', ...args, ...because, '--json']);
  const look = async () => (begun.stdout().split('\n').length > count ? true : undefined);
  await eventually(look, 20, `${count} events replayed`);
  return begun;
}

test('ten events take the time that the rate asks for', async () => {
  const startedAt = performance.now();
  const { code } = await replay(...ids.slice(0, 10), '--rate', '5', ...because);
  expect(code).toBe(0);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1600);
});

test('a replay says how to go on and is taken up where it stood when it is interrupted with Ctrl-C', async () => {
  await state.settled(ids);
  const begun = await beginAndWait(8, [...ids, '--rate', '10']);
  begun.child.kill('SIGINT');
  const { code, stdout, stderr } = await begun.finished;
  expect(code).toBe(1);
  const [, replayId = ''] =
    /^sallyport: interrupted: go on with sallyport replay --resume (\w{26}) --data \S+$/m.exec(
      stderr,
    ) ?? [];
  // Every line of the output is a result; progress is elsewhere.
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ replayId, refused: 0, finished: false });
  expect(lines.at(-1).replayed).toBe(lines.length - 1);
  await expectPart(replayId);

  const resumed = await replay('--resume', replayId, '--rate', '4', '--json');
  expect(resumed.code).toBe(0);
  expect(jsonLines(resumed).at(-1)).toEqual({ replayId, replayed: 40, refused: 0, finished: true });
  expect(jsonLines(resumed)).toHaveLength(40 - lines.length + 1 + 1);
  expect(await replays(replayId)).toEqual(exactlyOnce());
  // No terminal: a line from time to time, and no control characters.
  expect(resumed.stderr).toMatch(/^replayed: \d+ of 40, \d+(\.\d)?\/s, \d+ s left$/m);
  expect(resumed.stderr).toMatch(/^40 replayed, 0 refused, replay \w{26}$/m);
  expect(resumed.stderr).not.toMatch(/[^\P{Cc}\n]/u);

  expectRefused(await replay('--resume', replayId), 1, `replay ${replayId} was finished at 20`);
});

test('every event is replayed once when the replay is killed and taken up again', async () => {
  await state.settled(ids);
  const begun = await beginAndWait(12, ['--source', 'stripe', '--rate', '20']);
  begun.child.kill('SIGKILL');
  const { stderr } = await begun.finished;
  const [, replayId = ''] = /^replay (\w{26})$/m.exec(stderr) ?? [];
  await expectPart(replayId);
  const resumed = await replay('--resume', replayId, '--rate', '500', '--json');
  expect(resumed.code).toBe(0);
  expect(jsonLines(resumed).at(-1)).toEqual({ replayId, replayed: 40, refused: 0, finished: true });
  expect(jsonLines(resumed).filter(({ result }) => result === 'already').length).toBeGreaterThan(0);
  expect(await replays(replayId)).toEqual(exactlyOnce());
});

test('every event is replayed once when two take the same replay up at a time', async () => {
  await state.settled(ids);
  const begun = await beginAndWait(5, ['--source', 'stripe', '--rate', '20']);
  begun.child.kill('SIGINT');
  const { stderr } = await begun.finished;
  const [, replayId = ''] = /--resume (\w{26})/.exec(stderr) ?? [];
  const resume = () => replay('--resume', replayId, '--rate', '500');
  expect((await Promise.all([resume(), resume()])).map(({ code }) => code)).toEqual([0, 0]);
  expect(await replays(replayId)).toEqual(exactlyOnce());
});

/** A replay of eight events on a terminal of this size. */
async function onTerminal(size: string): Promise<string> {
  await state.settled(ids);
  const command = ['node', 'bin/sallyport.cjs', 'replay', ...ids.slice(0, 8), '--data', data.path];
  const text = `stty ${size}; ${command.join(' ')} --rate 4 --reason watched`;
  const { code, stdout } = await run('script', ['-qec', text, '/dev/null']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/8 replayed, 0 refused, replay \w{26}/);
  return stdout;
}

test('a bar shows rate and time left when it is watched on a terminal', async () => {
  expect(await onTerminal('rows 24 cols 80')).toMatch(
    /█+░+ replayed: \d of 8, \d+(\.\d)?\/s, \d+ s left/,
  );
});

test('plain lines come instead of a bar when the terminal does not tell its size', async () => {
  expect(await onTerminal('rows 0 cols 0')).not.toMatch(/[█░]/);
});

test('one line says so when no replay has the id', async () => {
  const unknown = '01M85CJX78SGCM9XNWKR62T8PT';
  expectRefused(await replay('--resume', unknown), 1, `no replay ${unknown}: check its id`);
  expectRefused(await replay(unknown, '--resume', unknown), 2, '--resume takes no ids');
});

test('a replay is taken up again when the receiver itself was gone in the middle of it', async () => {
  await state.settled(ids);
  const begun = await beginAndWait(8, [...ids, '--rate', '20']);
  await local.end('SIGKILL');
  const { code, stderr } = await begun.finished;
  expect(code).toBe(1);
  const [, replayId = ''] =
    /^sallyport: .+: go on with sallyport replay --resume (\w{26}) --data \S+$/m.exec(stderr) ?? [];
  local = await startLocalRun(data.path, options);
  state = await localState(data.path);
  await expectPart(replayId);
  const resumed = await replay('--resume', replayId, '--rate', '500', '--json');
  expect(resumed.code).toBe(0);
  expect(await replays(replayId)).toEqual(exactlyOnce());
});
