import { randomUUID } from 'node:crypto';
import type { HistoryEntry } from '../model/audit-record.ts';
import { parseEventPartition } from '../model/audit-table.ts';
import { useOfKey } from '../model/callback.ts';
import type { EventKey } from '../model/delivery.ts';
import type { EventChange } from '../model/event-transitions.ts';
import { type Clock, secondsToMs, toIso } from '../model/time.ts';
import type { CalledBack, DeliveredEvent } from '../worker/handler.ts';
import { NonRetryable } from '../worker/handler.ts';
import type { Claim, EventStore } from '../worker/ports.ts';
import type { EventItem } from './audit-items.ts';
import { beginWays } from './begin-ways.ts';
import { BodyLost, loadBody } from './body-reader.ts';
import { changeEvent, type EventTable, eventItemKey, readEvent } from './event-change.ts';

interface Settings extends EventTable {
  readonly bodyBucket: string;
  readonly leaseSeconds: number;
  readonly reenqueueAfterSeconds: number;
  readonly clock: Clock;
}

/** Events in the audit table, as the worker claims and settles them. Every settlement names its claim, so that a worker that lost its lease changes nothing. */
export function eventStore(settings: Settings): EventStore {
  const { clock } = settings;
  const leaseFrom = (nowMs: number) => {
    const until = nowMs + secondsToMs(settings.leaseSeconds);
    return { ':until': until, ':due': until + secondsToMs(settings.reenqueueAfterSeconds) };
  };

  /** Whether the change is made; also when this very claim made it before and the answer was lost. */
  async function settle(
    claim: Claim,
    name: EventChange,
    values: Readonly<Record<string, unknown>>,
  ): Promise<boolean> {
    const key = eventItemKey(claim.key);
    const own = { ':token': claim.token, ...values };
    const item = await changeEvent(settings, name, { key, values: own });
    return item !== undefined || (await readEvent(settings, key))?.settledToken === claim.token;
  }

  const noted = (claim: Claim, outcome: AttemptEntry['outcome'], error?: string) => ({
    ':nothing': [],
    ':entry': [attemptEntry(claim, clock.nowMs(), { outcome, error })],
  });

  return {
    forward: (claim, destinations) => beginWays(settings, claim, destinations),

    async claim(key) {
      const token = randomUUID();
      const nowMs = clock.nowMs();
      const item = await changeEvent(settings, 'claim', {
        key: eventItemKey(key),
        values: { ':token': token, ':now': nowMs, ':one': 1, ...leaseFrom(nowMs) },
      });
      return item === undefined
        ? { kind: whyUnclaimed(await readEvent(settings, eventItemKey(key))) }
        : {
            kind: 'claimed',
            claim: toClaim(item, settings, { key, token, claimedAtMs: nowMs }),
          };
    },

    async renew({ key, token }) {
      const values = { ':token': token, ...leaseFrom(clock.nowMs()) };
      const item = await changeEvent(settings, 'renew', { key: eventItemKey(key), values });
      return item !== undefined;
    },

    complete: (claim, outcome) =>
      settle(claim, 'complete', {
        ':outcome': outcome,
        ':at': toIso(clock.nowMs()),
        ...noted(claim, outcome),
      }),

    fail: (claim, error) =>
      settle(claim, 'fail', {
        ':outcome': 'dead-letter',
        ':error': error,
        ':at': toIso(clock.nowMs()),
        ...noted(claim, 'dead-letter', error),
      }),

    release: (claim, { error, retryInSeconds, isAttempt, isEarly }) =>
      settle(claim, 'release', {
        ':error': error,
        ':due': clock.nowMs() + secondsToMs(retryInSeconds + settings.reenqueueAfterSeconds),
        ':unused': isAttempt ? 0 : 1,
        ...(isEarly ? notNoted : noted(claim, 'retry', error)),
      }),
  };
}

/** Nothing to add to the history. */
const notNoted = { ':nothing': [], ':entry': [] };

function whyUnclaimed(item: EventItem | undefined): 'missing' | 'settled' | 'held' {
  if (item === undefined) return 'missing';
  return item.status === 'done' || item.status === 'failed' ? 'settled' : 'held';
}

type AttemptEntry = Extract<HistoryEntry, { readonly what: 'attempt' }>;

function attemptEntry(
  claim: Claim,
  endedAtMs: number,
  {
    outcome,
    error,
  }: { readonly outcome: AttemptEntry['outcome']; readonly error?: string | undefined },
): AttemptEntry {
  return {
    what: 'attempt',
    attempt: claim.attempt,
    startedAt: toIso(claim.claimedAtMs),
    at: toIso(endedAtMs),
    outcome,
    ...(error === undefined ? {} : { error }),
  };
}

function toClaim(
  item: EventItem,
  settings: Settings,
  made: { readonly key: EventKey; readonly token: string; readonly claimedAtMs: number },
): Claim {
  return {
    ...made,
    attempt: item.attempts,
    attemptOfRun: item.attempts - (item.attemptBase ?? 0),
    isReplay: item.replayId !== undefined,
    ...(item.replayId === undefined ? {} : { replayId: item.replayId }),
    recordId: item.id,
    source: item.source,
    ...(item.eventType === undefined ? {} : { eventType: item.eventType }),
    strength: item.strength ?? 'address',
    ...(item.waiter === undefined ? {} : { waiter: item.waiter }),
    async loadEvent() {
      const event = await eventBehind(item, settings);
      return deliveredEvent(event, await bodyOf(event, settings.bodyBucket));
    },
  };
}

/** The event itself; a way to a destination keeps neither body nor headers. */
async function eventBehind(item: EventItem, table: EventTable): Promise<EventItem> {
  if (item.destination === undefined) return item;
  const event = await readEvent(table, eventItemKey(parseEventPartition(item.pk)));
  if (event === undefined) throw new NonRetryable('the record of the event has expired');
  return event;
}

async function bodyOf(item: EventItem, bucket: string): Promise<Uint8Array> {
  try {
    return await loadBody(item, { bucket, sha256: item.bodySha256 });
  } catch (error) {
    if (error instanceof BodyLost) throw new NonRetryable(error.message, { cause: error });
    throw error;
  }
}

const calledBack = (ref: string, item: EventItem): CalledBack => ({
  ref,
  data: item.callbackData === undefined ? undefined : JSON.parse(item.callbackData),
  use: useOfKey(item.idempotencyKey),
  uses: item.callbackUses ?? 1,
});

function deliveredEvent(item: EventItem, body: Uint8Array): DeliveredEvent {
  const text = () => Buffer.from(body).toString('utf8');
  return {
    source: item.source,
    provider: item.provider,
    ...(item.eventId === undefined ? {} : { eventId: item.eventId }),
    ...(item.eventType === undefined ? {} : { eventType: item.eventType }),
    idempotencyKey: item.idempotencyKey,
    recordId: item.id,
    receivedAt: item.receivedAt,
    strength: item.strength ?? 'address',
    ...(item.origin === undefined ? {} : { origin: item.origin }),
    ...(item.tenant === undefined ? {} : { tenant: item.tenant }),
    ...(item.callback === undefined ? {} : { callback: calledBack(item.callback.ref, item) }),
    headers: item.headers,
    query: item.query,
    body,
    text,
    json() {
      try {
        return JSON.parse(text());
      } catch (cause) {
        throw new NonRetryable('the body is not JSON', { cause });
      }
    },
  };
}
