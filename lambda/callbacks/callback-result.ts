import type { S3Client } from '@aws-sdk/client-s3';
import type { EventItem } from '../aws/audit-items.ts';
import { loadBody } from '../aws/body-reader.ts';
import type { EventStatus } from '../model/audit-record.ts';
import { callbackExpiredType } from '../model/callback.ts';
import type { Strength } from '../model/source.ts';

/** What became of a callback. */
export type CallbackResult = Answered | Expired | TimedOut;

/** It was answered: every check of the source passed, and the answer is on record. */
export interface Answered extends Handled {
  readonly kind: 'answered';
  readonly strength: Strength;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Secrets are redacted. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The exact bytes that were received. */
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
  /** The body parsed as JSON; throws a SyntaxError when it is not JSON. */
  json(): unknown;
}

/** No answer came in time, and none will be accepted any more. */
export interface Expired extends Handled {
  readonly kind: 'expired';
}

/** Neither came while it was waited for; the callback is as it was. */
export interface TimedOut {
  readonly kind: 'timeout';
}

interface Handled {
  /** Id of the audit record. */
  readonly recordId: string;
  /** Of the answer's way to its handler: `done` where that is over, `failed` where it was given up. */
  readonly status: EventStatus;
  /** What the last failed attempt of the handler said. */
  readonly lastError?: string;
}

/** Where bodies are that do not fit into their record. */
export interface BodyStore {
  readonly bucket: string;
  readonly s3?: S3Client;
}

/**
 * What the record under a callback's key says.
 * @throws BodyLost when the stored body is not the one that was received, or was erased; DependencyError when S3 fails.
 */
export async function resultOf(
  event: EventItem,
  { bucket, s3 }: BodyStore,
): Promise<CallbackResult> {
  const { id, status, lastError } = event;
  const handled = {
    recordId: id,
    status: status as EventStatus,
    ...(lastError === undefined ? {} : { lastError }),
  };
  if (isExpiry(event)) return { kind: 'expired', ...handled };
  const { strength = 'address', receivedAt, headers, query } = event;
  const sha256 = event.bodySha256;
  const body = await loadBody(event, { bucket, sha256, ...(s3 && { client: s3 }) });
  const text = () => Buffer.from(body).toString('utf8');
  const json = (): unknown => JSON.parse(text());
  return { kind: 'answered', ...handled, strength, receivedAt, headers, query, body, text, json };
}

/** Whether the record says that no answer came. */
export const isExpiry = ({ eventType }: EventItem): boolean => eventType === callbackExpiredType;
