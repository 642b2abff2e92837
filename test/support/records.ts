import { encodeTime } from 'ulid';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { testNowMs } from './clock.ts';

/** The id of the record with this number: ids of higher numbers are later. */
export const recordId = (number: number): string =>
  `${encodeTime(testNowMs, 10)}${String(number).padStart(16, '0')}`;

/** A record as a done event leaves it, with these fields changed. */
export const auditRecord = (number: number, more: Partial<AuditRecord> = {}): AuditRecord => ({
  id: recordId(number),
  source: 'bank',
  provider: 'generic',
  status: 'done',
  strength: 'signed',
  eventType: 'invoice.paid',
  idempotencyKey: `id:evt_${number}`,
  receivedAt: new Date(testNowMs).toISOString(),
  settledAt: new Date(testNowMs + 1000).toISOString(),
  sourceIp: '203.0.113.45',
  method: 'POST',
  bodyBytes: 2,
  bodySha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  attempts: 1,
  deliveries: 1,
  secretVersion: 'current',
  outcome: 'succeeded',
  checks: [{ check: 'signature', result: 'passed' }],
  headers: { 'content-type': 'application/json' },
  query: {},
  history: [
    {
      what: 'attempt',
      attempt: 1,
      startedAt: new Date(testNowMs).toISOString(),
      at: new Date(testNowMs + 1000).toISOString(),
      outcome: 'succeeded',
    },
  ],
  ...more,
});
