import { timelineOf } from '../../cli/console/timeline.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24) + seconds * 1000).toISOString();

const base: AuditRecord = {
  id: '01M876BVF4QETNNHT0GX0B4TBF',
  source: 'bank',
  provider: 'generic',
  status: 'done',
  receivedAt: at(0),
  sourceIp: '203.0.113.45',
  method: 'POST',
  bodyBytes: 2,
  bodySha256: '00',
  attempts: 1,
  deliveries: 1,
  checks: [],
  headers: {},
  query: {},
};

const steps = (record: Partial<AuditRecord>) =>
  timelineOf({ ...base, ...record }).map(({ what, label, at: begun, durationMs, note, tone }) =>
    [what, label, begun, durationMs, note, tone].filter((value) => value !== undefined),
  );

test('shows queue, attempts, pauses and the end, each with how long it took', () => {
  expect(
    steps({
      attempts: 2,
      outcome: 'succeeded',
      settledAt: at(13),
      history: [
        { what: 'attempt', attempt: 1, startedAt: at(1), at: at(2), outcome: 'retry', error: 'no' },
        { what: 'attempt', attempt: 2, startedAt: at(12), at: at(13), outcome: 'succeeded' },
      ],
    }),
  ).toEqual([
    ['received', 'received and recorded', at(0), 'neutral'],
    ['queue', 'in the queue', at(0), 1000, 'neutral'],
    ['attempt', 'attempt 1: retry', at(1), 1000, 'no', 'bad'],
    ['pause', 'pause before the next attempt', at(2), 10_000, 'neutral'],
    ['attempt', 'attempt 2: succeeded', at(12), 1000, 'good'],
    ['settled', 'done: succeeded', at(13), 'good'],
  ]);
});

test('shows who replayed it and why, and that it waits again', () => {
  expect(
    steps({
      status: 'received',
      history: [
        {
          what: 'attempt',
          attempt: 1,
          startedAt: at(1),
          at: at(2),
          outcome: 'dead-letter',
          error: 'no',
        },
        { what: 'replay', at: at(60), by: 'ann', reason: 'ledger was down', replayId: 'x' },
      ],
    }).slice(2),
  ).toEqual([
    ['attempt', 'attempt 1: dead-letter', at(1), 1000, 'no', 'bad'],
    ['replay', 'replayed by ann', at(60), 'ledger was down', 'neutral'],
    ['queue', 'in the queue', at(60), 'neutral'],
  ]);
});

test.each<[string, Partial<AuditRecord>, unknown]>([
  [
    'a refused request',
    { status: 'rejected', reason: 'stale' },
    ['received', 'received and refused: stale', at(0), 'bad'],
  ],
  [
    'a duplicate',
    { status: 'duplicate' },
    ['received', 'received again; the event was known', at(0), 'neutral'],
  ],
  [
    'a conflict',
    { status: 'conflict' },
    ['received', 'received with another body than the first time', at(0), 'bad'],
  ],
  [
    'a running handler',
    { status: 'processing' },
    ['attempt', 'the handler is running', at(0), 'neutral'],
  ],
  [
    'a handshake',
    { outcome: 'handshake', settledAt: at(0) },
    ['received', 'received a handshake and answered it', at(0), 'neutral'],
  ],
  [
    'a way that is being sent',
    { status: 'processing', destination: 'erp' },
    ['attempt', 'it is being sent', at(0), 'neutral'],
  ],
  [
    'an event whose workers died',
    {
      status: 'failed',
      settledAt: at(9),
      history: [{ what: 'given-up', at: at(9), error: 'gone' }],
    },
    ['settled', 'failed', at(9), 'bad'],
  ],
])('ends with what became of %s', (_what, record, last) => {
  expect(steps(record).at(-1)).toEqual(last);
});

test.each<[string, Partial<AuditRecord>, string]>([
  ['sent', {}, 'received and recorded'],
  ['fetched', { origin: 'provider-api' }, 'fetched from the provider'],
  ['that no answer came', { origin: 'expiry' }, 'no answer came in time: recorded as an event'],
  ['of a way', { destination: 'erp' }, 'its event was received'],
  ['of a way of an expiry', { destination: 'erp', origin: 'expiry' }, 'its event was received'],
])('begins with how it came: %s', (_what, record, label) => {
  expect(timelineOf({ ...base, ...record })[0]?.label).toBe(label);
});
