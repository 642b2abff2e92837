import type { S3Client } from '@aws-sdk/client-s3';
import type { EventItem } from '../aws/audit-items.ts';
import { callbacksOfRef } from '../aws/callback-store.ts';
import { eventItemKey, readEvent } from '../aws/event-change.ts';
import { callbackKey } from '../model/callback.ts';
import { ConfigError } from '../model/errors.ts';
import { pause, secondsToMs, systemTimer, type Timer } from '../model/time.ts';
import { type CallbackResult, isExpiry, resultOf } from './callback-result.ts';
import {
  type CallerOptions,
  type CallerSettings,
  callerSettings,
  missing,
} from './caller-settings.ts';
import { durationSeconds } from './duration.ts';

export interface WaitOptions extends CallerOptions {
  /** How long at most: `20s`, `5m`, or seconds. */
  readonly timeout: string | number;
  /** Wait until its handler is done with it, too: `status` is `done` or `failed` then. Default: false, the answer itself. */
  readonly settled?: boolean;
  /** Ends the waiting with its reason; looked at between two looks at the table. */
  readonly signal?: AbortSignal;
  /** Where large bodies are. Default: `SALLYPORT_BODY_BUCKET`. */
  readonly bodyBucket?: string;
  /** Default: a client for the Region and the credentials of the service around it. */
  readonly s3?: S3Client;
  /** For tests. Default: real ones. */
  readonly timer?: Timer;
}

const firstPauseMs = 200;
const longestPauseMs = 5000;

/**
 * Waits until a callback that was minted under this ref is answered, or has expired. Of several under one ref the first answer counts, and they
 * have expired when all of them have. Looks at once, then after 0.2 s, and less and less often up to every 5 s. Needs `dynamodb:Query` and
 * `GetItem` on the audit table, and `s3:GetObject` on the bodies.
 * @throws ConfigError when the options do not do or nothing was minted under the ref; DependencyError when a service fails: waiting once more is harmless.
 */
export async function waitForCallback(ref: string, options: WaitOptions): Promise<CallbackResult> {
  const settings = callerSettings(options);
  const { clock, environment } = settings;
  const untilMs = clock.nowMs() + timeoutMs(options.timeout);
  const { settled = false, signal, timer = systemTimer, s3 } = options;
  const bucket = options.bodyBucket ?? environment.bodyBucket;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    signal?.throwIfAborted();
    const event = await answerTo(ref, settings);
    if (event !== undefined && (!settled || isSettled(event)))
      return resultOf(event, { bucket: bucketFor(event, bucket), ...(s3 && { s3 }) });
    const leftMs = untilMs - clock.nowMs();
    if (leftMs <= 0) return { kind: 'timeout' };
    await pause(Math.min(pauseMs, leftMs), timer);
  }
}

function timeoutMs(timeout: string | number): number {
  const seconds = durationSeconds(timeout);
  if (seconds !== undefined) return secondsToMs(seconds);
  throw new ConfigError([
    `timeout: "${timeout}" is refused: expected "20s", "5m" or whole seconds`,
  ]);
}

/** The record of the first answer under this ref, or else of the expiry; undefined while one of both may come. */
async function answerTo(
  ref: string,
  { sourceId, table }: CallerSettings,
): Promise<EventItem | undefined> {
  const digests = await callbacksOfRef(table, sourceId, ref);
  if (digests.length === 0)
    throw new ConfigError([
      `ref: no callback of source "${sourceId}" was minted under ${JSON.stringify(ref)}, or it is older than the retention: mint it first`,
    ]);
  const events = await Promise.all(
    digests.map((digest) =>
      readEvent(table, eventItemKey({ sourceId, idempotencyKey: callbackKey(digest, 1) })),
    ),
  );
  const answer = events.find((event) => event !== undefined && !isExpiry(event));
  return answer ?? (events.includes(undefined) ? undefined : events[0]);
}

const isSettled = ({ status }: EventItem): boolean => status === 'done' || status === 'failed';

function bucketFor({ bodyKey }: EventItem, bucket = ''): string {
  if (bodyKey !== undefined && bucket === '')
    throw new ConfigError([missing('bodyBucket', bucket)]);
  return bucket;
}
