import type { Receipt } from '../ingress/receive.ts';
import { tenantOf } from '../model/tenant.ts';
import type { Clock } from '../model/time.ts';
import { logLine } from './log.ts';

interface RequestLog {
  readonly stage: string;
  readonly sourceId: string;
  readonly startedAtMs: number;
}

/** The one log line of an answered request: verdict, reason and time; never a header, a body or a secret. */
export function logReceipt(receipt: Receipt, log: RequestLog, clock: Clock): void {
  const { reached, reply } = receipt;
  const rejected = reached.stage === 'rejected';
  const verdict = verdictOf(reached);
  const tenant = reached.source && tenantOf(reached.source, reached.request);
  const endedAtMs = clock.nowMs();
  logLine(
    {
      // No tenant: each value of a dimension is a metric that is paid for.
      dimensions: { stage: log.stage, source: log.sourceId },
      metrics: {
        Accepted: rejected || verdict === 'handshake' ? 0 : 1,
        Rejected: rejected ? 1 : 0,
        Duplicate: verdict === 'duplicate' ? 1 : 0,
        Conflict: verdict === 'conflict' ? 1 : 0,
        SecretNotSet: rejected && reached.reason.startsWith('secret-') ? 1 : 0,
        IngressMs: endedAtMs - log.startedAtMs,
      },
      fields: {
        level: rejected ? 'warn' : 'info',
        message: 'request',
        id: reached.request.deliveryId,
        verdict,
        ...(tenant === undefined ? {} : { tenant }),
        ...(rejected ? { reason: reached.reason } : {}),
        httpStatus: reply.status,
        sourceIp: reached.request.sourceIp,
        bodyBytes: reached.request.body.byteLength,
      },
    },
    endedAtMs,
  );
}

function verdictOf(reached: Receipt['reached']): string {
  if (reached.stage === 'rejected') return 'rejected';
  return reached.stage === 'answered' ? 'handshake' : reached.recordedAs;
}

/** The one log line of a request that could not be answered as it deserved. */
export function logFailure(error: unknown, log: RequestLog, clock: Clock): void {
  const endedAtMs = clock.nowMs();
  logLine(
    {
      dimensions: { stage: log.stage, source: log.sourceId },
      metrics: { Failed: 1, IngressMs: endedAtMs - log.startedAtMs },
      fields: {
        level: 'error',
        message: 'request failed',
        ...describeError(error),
        httpStatus: 503,
      },
    },
    endedAtMs,
  );
}

/** Name and message of an error and of its cause; our own errors and the SDK's hold no payload. */
export function describeError(error: unknown): { readonly error: string; readonly cause?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  const { cause } = error;
  return {
    error: `${error.name}: ${error.message}`,
    ...(cause instanceof Error ? { cause: `${cause.name}: ${cause.message}` } : {}),
  };
}
