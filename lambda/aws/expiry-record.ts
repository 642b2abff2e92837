import { sha256Hex } from '../crypto/hash.ts';
import { callbackExpiredType, callbackKey, type OpenCallback } from '../model/callback.ts';
import type { IdentifiedDelivery, QueuedEvent } from '../model/delivery.ts';
import { type Source, strengthOf } from '../model/source.ts';
import { type Clock, secondsToMs } from '../model/time.ts';
import type { DueCallback, Expiry } from '../sweeper/expire-callbacks.ts';
import { eventItem } from './audit-items.ts';
import type { EventTable } from './event-change.ts';
import { recordOnce } from './record-once.ts';

interface Settings extends EventTable {
  readonly retentionDays: number;
  readonly reenqueueAfterSeconds: number;
  readonly sources: readonly Source[];
  readonly clock: Clock;
  /** A fresh ULID for this instant. */
  readonly newId: (instantMs: number) => string;
}

/** Writes expiries as events: recorded, queued and handled as those that a sender sent. */
export function expiryRecorder(settings: Settings): Expiry['recordExpiry'] {
  const { sources, clock, newId, retentionDays, reenqueueAfterSeconds } = settings;
  return async (due, callback) => {
    const source = sources.find(({ id }) => id === due.sourceId);
    if (source === undefined) return undefined;
    const nowMs = clock.nowMs();
    const delivery = expiryOf(due, callback, { source, nowMs, deliveryId: newId(nowMs) });
    const keeping = { retentionDays, dueAtMs: nowMs + secondsToMs(reenqueueAfterSeconds) };
    const item = eventItem(delivery, emptyBody, keeping);
    const recording = await recordOnce(settings, item, delivery);
    // Written by a run that ended before it could enqueue it.
    const isOwn =
      recording.kind === 'created' ||
      (recording.eventType === callbackExpiredType && recording.status === 'received');
    return isOwn ? queued(delivery) : undefined;
  };
}

const nothing = new Uint8Array();
const emptyBody = { bodyEncoding: 'identity', body: nothing } as const;

/** There was no request: what a request would say is empty. */
function expiryOf(
  { sourceId, digest }: DueCallback,
  callback: OpenCallback,
  {
    source,
    nowMs,
    deliveryId,
  }: { readonly source: Source; readonly nowMs: number; readonly deliveryId: string },
): IdentifiedDelivery {
  const bodySha256 = sha256Hex(nothing);
  return {
    stage: 'identified',
    request: {
      stage: 'normalized',
      deliveryId,
      receivedAtMs: nowMs,
      routeSourceId: sourceId,
      method: '',
      headers: new Map(),
      query: new Map(),
      sourceIp: '',
      body: nothing,
    },
    source,
    checks: [],
    callback,
    // Ours: as good as what the source's own checks would have let through.
    strength: strengthOf(source),
    eventType: callbackExpiredType,
    idempotencyKey: callbackKey(digest, 1),
    bodySha256,
    contentSha256: bodySha256,
    origin: 'expiry',
  };
}

const queued = ({ source, idempotencyKey, strength }: IdentifiedDelivery): QueuedEvent => ({
  key: { sourceId: source.id, idempotencyKey },
  strength,
});
