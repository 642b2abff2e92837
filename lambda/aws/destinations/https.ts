import type { KeyObject } from 'node:crypto';
import { hmac } from '../../crypto/hmac.ts';
import { type Clock, secondsToMs } from '../../model/time.ts';
import { cloudEventHeaders } from '../../worker/cloud-event.ts';
import { NonRetryable, NotYet } from '../../worker/handler.ts';
import { growingPause } from './growing-pause.ts';
import type { SendingTo } from './sending.ts';

/** Posts where it may, and follows nothing. */
export type Post = (
  url: string,
  posting: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly status: number; readonly retryAfter?: string }>;

export interface HttpsSending extends SendingTo<'https'> {
  readonly post: Post;
  /** Keys of all live versions of the secret. */
  readonly keys: readonly KeyObject[];
  readonly clock: Clock;
}

const timeoutMs = secondsToMs(10);
/** The longest that a receiver can put us off, and the least that we wait after that many attempts: his "in a second" must not be for ever. */
const mostPutOffSeconds = 6 * 3600;
const mostPatientSeconds = 300;

/**
 * Posts the received body, byte by byte, signed by Standard Webhooks: the id is that of the record and the same for every repetition and replay, so
 * that the receiver can tell them; the time is that of the attempt.
 */
export async function sendToHttps(sending: HttpsSending): Promise<void> {
  const { event, to, context, stage, post, clock } = sending;
  const headers = {
    ...cloudEventHeaders(event, stage),
    ...signatureOf(sending),
    'user-agent': 'Sallyport',
    'content-length': String(event.body.byteLength),
  };
  const { body } = event;
  const { signal } = context;
  const { status, retryAfter } = await post(to.url, { headers, body, timeoutMs, signal });
  if (status >= 200 && status < 300) return;
  const text = `${new URL(to.url).host} answered ${status}`;
  if (status === 410) throw new NonRetryable(`${text}: it wants no more events, says its code`);
  const seconds = secondsUntil(retryAfter, clock.nowMs());
  if ((status === 429 || status === 503) && seconds !== undefined) {
    const least = growingPause(context.attempt, mostPatientSeconds);
    throw new NotYet(text, Math.min(Math.max(seconds, least), mostPutOffSeconds));
  }
  throw new Error(status >= 300 && status < 400 ? `${text}: no redirect is followed` : text);
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (2026-11-24) */
function signatureOf({
  event: { recordId, body },
  keys,
  clock,
}: HttpsSending): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(clock.nowMs() / 1000));
  const signatures = keys.map(
    (key) => `v1,${hmac('sha256', key, [`${recordId}.${timestamp}.`, body]).toString('base64')}`,
  );
  return {
    'webhook-id': recordId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Seconds until the instant that a `Retry-After` names, or undefined where it names none: a number of them, or a date (RFC 9110, section 10.2.3). */
function secondsUntil(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  // `Date.parse` alone takes "1.5" for a day in January.
  const atMs = httpDate.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}
