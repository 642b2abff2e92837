import { fieldProblems } from '../../cli/verify/verify-fields.ts';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import type { AuditRecord, HistoryEntry } from '../../lambda/model/audit-record.ts';
import type { Reason } from '../../lambda/model/rejection.ts';
import { testNowMs } from '../support/clock.ts';
import { auditRecord } from '../support/records.ts';

/* What is coherent in a record, and what is not. */

const at = (seconds: number): string => new Date(testNowMs + seconds * 1000).toISOString();

const attempt = (
  number: number,
  seconds: number,
  outcome: 'retry' | 'succeeded' | 'forwarded' | 'skipped' | 'dead-letter',
): HistoryEntry => ({
  what: 'attempt',
  attempt: number,
  startedAt: at(seconds - 1),
  at: at(seconds),
  outcome,
});
const replay = (seconds: number): HistoryEntry => ({
  what: 'replay',
  at: at(seconds),
  by: 'me',
  reason: 'r',
});
const erased = (seconds: number): HistoryEntry => ({
  what: 'body-erased',
  at: at(seconds),
  by: 'me',
  reason: 'r',
});

/** A stored item; what is undefined is not there. */
const item = (changes: { readonly [Name in keyof EventItem]?: EventItem[Name] | undefined } = {}) =>
  ({ ...auditRecord(1), ...changes }) as EventItem;

const open = {
  status: 'received',
  openShard: 'open#1',
  outcome: undefined,
  settledAt: undefined,
  attempts: 0,
  history: undefined,
} as const;
const failed = {
  status: 'failed',
  outcome: 'dead-letter',
  lastError: 'Error: down',
  attempts: 5,
  settledAt: at(100),
} as const;
const quiet = {
  outcome: undefined,
  settledAt: undefined,
  history: undefined,
  attempts: 0,
} as const;
const duplicate = { ...quiet, status: 'duplicate', eventRecordId: auditRecord(0).id } as const;
const rejected = {
  ...quiet,
  status: 'rejected',
  strength: undefined,
  idempotencyKey: undefined,
  deliveries: 0,
} as const;
const refusedAs = (reason: Reason, ...checks: AuditRecord['checks']) =>
  item({ ...rejected, reason, checks });
const passed = (check: AuditRecord['checks'][number]['check']) =>
  ({ check, result: 'passed' }) as const;
const refused = (check: AuditRecord['checks'][number]['check']) =>
  ({ check, result: 'failed' }) as const;

test.each<[string, EventItem]>([
  ['an event that was handled', item()],
  ['one whose handler is still to come', item(open)],
  ['one that is handled just now', item({ ...open, status: 'processing', attempts: 1 })],
  [
    'one that is tried again',
    item({ ...open, attempts: 1, lastError: 'x', history: [attempt(1, 1, 'retry')] }),
  ],
  [
    'one whose workers died between attempts',
    item({ attempts: 4, history: [attempt(2, 1, 'retry'), attempt(4, 1, 'succeeded')] }),
  ],
  ['one that no handler takes', item({ outcome: 'skipped', history: [attempt(1, 1, 'skipped')] })],
  [
    'one that goes to destinations alone',
    item({ outcome: 'forwarded', history: [attempt(1, 1, 'forwarded')] }),
  ],
  ['one of a tenant', item({ tenant: 'acme', idempotencyKey: 'tenant:acme:id:1' })],
  [
    'one that failed',
    item({ ...failed, history: [attempt(4, 50, 'retry'), attempt(5, 100, 'dead-letter')] }),
  ],
  [
    'one that the queue gave up',
    item({ ...failed, history: [{ what: 'given-up', at: at(100), error: 'x' }] }),
  ],
  [
    'one that is replayed',
    item({ ...open, attempts: 1, history: [attempt(1, 1, 'succeeded'), replay(60)] }),
  ],
  [
    'one that was replayed',
    item({
      attempts: 2,
      settledAt: at(61),
      history: [attempt(1, 1, 'succeeded'), replay(60), attempt(2, 61, 'succeeded')],
    }),
  ],
  [
    'one that an operator with a slow clock replayed',
    item({ ...open, attempts: 1, history: [attempt(1, 1000, 'succeeded'), replay(200)] }),
  ],
  [
    'one whose body was erased',
    item({ bodyErasedAt: at(90), history: [attempt(1, 1, 'succeeded'), erased(90)] }),
  ],
  ['a duplicate', item(duplicate)],
  ['a conflict', item({ ...duplicate, status: 'conflict' })],
  [
    'an answered handshake',
    item({
      ...quiet,
      outcome: 'handshake',
      settledAt: at(0),
      checks: [],
      strength: undefined,
      deliveries: 0,
    }),
  ],
  [
    'an event that was fetched',
    item({ origin: 'provider-api', checks: [{ check: 'provider-api', result: 'passed' }] }),
  ],
  ['a forgery', refusedAs('signature-mismatch', passed('source-ip'), refused('signature'))],
  [
    'a forgery whose body was erased',
    item({
      ...rejected,
      reason: 'stale',
      checks: [passed('signature'), refused('freshness')],
      bodyErasedAt: at(5),
      history: [erased(5)],
    }),
  ],
  ['what was too large', refusedAs('too-large')],
  ['another method, behind a check', refusedAs('method-not-allowed', passed('source-ip'))],
  ['an unknown tenant, by a name that nobody can have', refusedAs('tenant-unknown')],
  [
    'a tenant that was not looked up',
    item({ ...rejected, reason: 'tenant-not-looked-up', tenant: 'acme', checks: [] }),
  ],
  ['no secret', refusedAs('secret-not-set', passed('source-ip'))],
  ['no secret of the CDN', refusedAs('secret-not-set', refused('cdn'))],
  ['no timestamp in what was signed', refusedAs('timestamp-missing', refused('signature'))],
  [
    'no timestamp behind the signature',
    refusedAs('timestamp-missing', passed('signature'), refused('freshness')),
  ],
])('nothing is found in %s', (_what, healthy) => {
  expect(fieldProblems(healthy)).toEqual([]);
});

test.each<[string, EventItem, string]>([
  ['an unknown status', item({ status: 'lost' as 'done' }), 'its status is "lost"'],
  [
    'another time',
    item({ receivedAt: at(-7200) }),
    'it was received at 2026-11-23T08:00:00.000Z, which its id does not say',
  ],
  [
    'no time',
    item({ receivedAt: 'yesterday' }),
    'it was received at yesterday, which its id does not say',
  ],
  ['no digest', item({ bodySha256: '' }), 'its body digest is none'],
  ['a size below nothing', item({ bodyBytes: -1 }), 'its body size is none'],
  [
    'a check that failed',
    item({ checks: [passed('token'), refused('signature')] }),
    'it was accepted although signature failed',
  ],
  ['a reason', item({ reason: 'stale' }), 'it was accepted and has the reason stale'],
  ['no check', item({ checks: [] }), 'it was accepted without a check'],
  ['no strength', item({ strength: undefined }), 'it was accepted without any strength'],
  ['no delivery', item({ deliveries: 0 }), 'it counts no delivery'],
  [
    'nothing for the sweeper',
    item({ ...open, openShard: undefined }),
    'it is received, and the sweeper does not see it',
  ],
  ['something for the sweeper', item({ openShard: 'open#1' }), 'it is done and still open'],
  [
    'an outcome too early',
    item({ ...open, outcome: 'succeeded' }),
    'it is received and has an outcome',
  ],
  [
    'an end without a state',
    item({ ...open, attempts: 1, history: [attempt(1, 1, 'succeeded')] }),
    'it is received, its history says succeeded',
  ],
  ['no outcome', item({ outcome: undefined }), 'it is done with no outcome'],
  [
    'the outcome of another state',
    item({ status: 'failed', lastError: 'x' }),
    'it is failed with succeeded',
  ],
  [
    'a history that was emptied',
    item({ history: [] }),
    'its outcome is succeeded, its history says nothing of the kind',
  ],
  [
    'a history that was cut',
    item({ attempts: 2, history: [attempt(1, 1, 'retry')] }),
    'its outcome is succeeded, its history says nothing of the kind',
  ],
  [
    'an outcome that was made better',
    item({ history: [attempt(1, 1, 'dead-letter')] }),
    'its outcome is succeeded, its history says dead-letter',
  ],
  [
    'another time of settlement',
    item({ settledAt: at(60) }),
    'it was settled at 2026-11-23T10:01:00.000Z, its history says 2026-11-23T10:00:01.000Z',
  ],
  [
    'a failure without an error',
    item({ ...failed, lastError: undefined, history: [attempt(5, 100, 'dead-letter')] }),
    'it failed without an error',
  ],
  [
    'more attempts in the history',
    item({ history: [attempt(2, 1, 'succeeded')] }),
    'its history has attempt 2, the record 1 attempts in all',
  ],
  [
    'attempts in another order',
    item({
      attempts: 2,
      settledAt: at(2),
      history: [attempt(2, 1, 'retry'), attempt(1, 2, 'succeeded')],
    }),
    'its attempts do not count up: 2, 1',
  ],
  [
    'a history that goes back in time',
    item({ attempts: 2, history: [attempt(1, 3600, 'retry'), attempt(2, 1, 'succeeded')] }),
    'entry 2 of its history is of 2026-11-23T10:00:01.000Z, before 2026-11-23T11:00:00.000Z',
  ],
  [
    'an attempt that ended before it began',
    item({ history: [{ ...attempt(1, 1, 'succeeded'), startedAt: at(60) } as HistoryEntry] }),
    'entry 1 of its history ended before it began at 2026-11-23T10:01:00.000Z',
  ],
  [
    'an erasure that no history knows',
    item({ bodyErasedAt: at(5) }),
    'its body was erased at 2026-11-23T10:00:05.000Z, its history says never',
  ],
  [
    'an erasure that the record does not know',
    item({ history: [attempt(1, 1, 'succeeded'), erased(90)] }),
    'its body was erased at no time, its history says 2026-11-23T10:01:30.000Z',
  ],
  [
    'a tenant in its key alone',
    item({ idempotencyKey: 'tenant:acme:id:1' }),
    'its tenant is none, its key says acme',
  ],
  [
    'the key of an answer alone',
    item({ idempotencyKey: `callback:${'0'.repeat(64)}` }),
    'its key and its checks differ on a callback',
  ],
  [
    'a tenant that was not looked up, and no name of one',
    refusedAs('tenant-not-looked-up'),
    'it was rejected as tenant-not-looked-up and names no tenant',
  ],
  [
    'a duplicate of nothing',
    item({ ...duplicate, eventRecordId: undefined }),
    'it is a duplicate of no event',
  ],
  [
    'a duplicate that was handled',
    item({ ...duplicate, attempts: 1 }),
    'it has 1 attempts, and no worker handles it',
  ],
  [
    'a duplicate with a history',
    item({ ...duplicate, history: [replay(1)] }),
    'its history tells of a handler, and no worker handles it',
  ],
  [
    'a rejection without a reason',
    item({ ...rejected, checks: [] }),
    'it was rejected, and its reason is "undefined"',
  ],
  [
    'a rejection for a reason that is none',
    refusedAs('constructor' as Reason),
    'it was rejected, and its reason is "constructor"',
  ],
  [
    'a rejection whose checks all passed',
    refusedAs('signature-mismatch', passed('signature')),
    'it was rejected as signature-mismatch, its checks say otherwise',
  ],
  [
    'a rejection by another check',
    refusedAs('stale', refused('signature')),
    'it was rejected as stale, its checks say otherwise',
  ],
  [
    'a rejection by two checks',
    refusedAs('token-mismatch', refused('token'), refused('signature')),
    'it was rejected as token-mismatch, its checks say otherwise',
  ],
  [
    'checks behind the one that failed',
    refusedAs('token-mismatch', refused('token'), passed('signature')),
    'it was rejected as token-mismatch, its checks say otherwise',
  ],
  [
    'a rejection that names an event',
    item({ ...rejected, reason: 'too-large', checks: [], idempotencyKey: 'id:1' }),
    'it was rejected and names an event',
  ],
])('it is said when a record has %s', (_what, broken, problem) => {
  expect(fieldProblems(broken)).toContain(problem);
});
