import { logAttempt } from '../../../lambda/aws/worker-log.ts';
import { type Attempt, consume } from '../../../lambda/worker/consume.ts';
import { defineHandler } from '../../../lambda/worker/handler.ts';
import { testClock, testNowMs } from '../../support/clock.ts';
import { testClaim, testMessage, testWorker } from '../../support/worker-fakes.ts';

/* What an attempt leaves in the log, and which metrics count it. */

afterEach(() => jest.restoreAllMocks());

/** The one line that is written for an attempt. */
function lineOf(attempt: Attempt): Readonly<Record<string, unknown>> {
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  logAttempt(attempt, { stage: 'test', startedAtMs: testNowMs }, testClock(testNowMs + 250));
  jest.restoreAllMocks();
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

const counts = { Succeeded: 0, Retried: 0, DeadLettered: 0, Unreadable: 0, AttemptMs: 250 };

test.each<[Attempt['result'], Attempt['acknowledgement'], object]>([
  ['succeeded', 'ack', { Succeeded: 1, level: 'info' }],
  ['skipped', 'ack', { level: 'info' }],
  ['retry', 'retry', { Retried: 1, level: 'warn' }],
  ['dead-letter', 'ack', { DeadLettered: 1, level: 'warn' }],
  ['lease-lost', 'ack', { level: 'info' }],
  ['settled', 'ack', { level: 'info' }],
  ['missing', 'ack', { level: 'info' }],
  ['held', 'retry', { Retried: 1, level: 'warn' }],
  ['dependency-down', 'retry', { Retried: 1, level: 'warn' }],
  ['unreadable', 'retry', { Retried: 1, Unreadable: 1, level: 'warn' }],
])('an attempt that ends as %s, and whose message gets %s, counts as %j', (result, to, counted) => {
  const attempt = { messageId: 'm1', acknowledgement: to, result };
  expect(lineOf(attempt)).toMatchObject({ ...counts, ...counted, result, stage: 'test' });
});

test('the last attempt counts as dead letter when it fails, as one that no repetition helps does', async () => {
  const handler = defineHandler({ source: 'bank', handle: () => Promise.reject(new Error('no')) });
  const worker = testWorker(handler);
  worker.claims = { kind: 'claimed', claim: testClaim('e1', { attempt: 5 }) };
  const deadlines = { handlerMs: testNowMs + 50_000, outcomeMs: testNowMs + 54_500 };
  const line = lineOf(await consume(testMessage('e1'), worker, deadlines));
  expect(line).toMatchObject({
    ...counts,
    DeadLettered: 1,
    level: 'warn',
    result: 'dead-letter',
    source: 'bank',
    messageId: 'message-e1',
    recordId: 'record-e1',
    attempt: 5,
    error: 'Error: no',
  });
});

test.each<[string | undefined, object]>([
  [undefined, {}],
  ['partner', { destination: 'partner' }],
])(
  'a way that failed is counted once, under its source, and says where it led: %s',
  (destination, said) => {
    const key = { sourceId: 'bank', idempotencyKey: 'e1', ...(destination && { destination }) };
    const line = lineOf({ messageId: 'm1', acknowledgement: 'ack', result: 'dead-letter', key });
    expect(line).toMatchObject({ ...counts, DeadLettered: 1, source: 'bank', ...said });
    expect('destination' in line).toBe(destination !== undefined);
    const [metrics] = (line['_aws'] as { CloudWatchMetrics: { Dimensions: string[][] }[] })
      .CloudWatchMetrics;
    expect(metrics?.Dimensions).toEqual([['stage', 'source']]);
  },
);
