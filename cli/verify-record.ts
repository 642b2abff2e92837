import { decodeTime } from 'ulid';
import type { EventItem } from '../lambda/aws/audit-items.ts';
import { eventItemKey, type ItemKey, readEvent } from '../lambda/aws/event-change.ts';
import { isDigestKey } from '../lambda/ingress/identify.ts';
import {
  againSortKey,
  eventItemSortKey,
  eventPartition,
  eventSortKey,
  handshakePartition,
  kindOfPartition,
  rejectedPartition,
} from '../lambda/model/audit-table.ts';
import { type SecretOwner, secretIdOf } from '../lambda/model/tenant.ts';
import { type Clock, secondsToMs } from '../lambda/model/time.ts';
import { readerOf } from './audit-reader.ts';
import type { Target } from './target.ts';
import { type LiveSecrets, readLiveSecrets } from './verify/live-secrets.ts';
import { unmet } from './verify/unmet.ts';
import { type BodyState, verifyBody } from './verify/verify-body.ts';
import { isOfCallback, wasSigned } from './verify/verify-callback.ts';
import { fieldProblems } from './verify/verify-fields.ts';
import { type Uncheckable, verifySignature } from './verify/verify-signature.ts';
import { wayEventProblems } from './verify/verify-way.ts';

/** What a record was found to be. It is intact where there is no problem. */
export interface VerifiedRecord {
  readonly id: string;
  readonly source: string;
  readonly body: BodyState;
  readonly record: 'coherent' | 'broken';
  /** `none` where no signature was checked when it was received. */
  readonly signature: 'holds' | 'not-checkable' | 'fails' | 'none';
  /** Why the signature cannot be checked. */
  readonly why?: Uncheckable;
  readonly problems: readonly string[];
}

export interface RecordVerifier {
  /** This record alone; none where it has expired meanwhile. */
  one(key: ItemKey): Promise<readonly VerifiedRecord[]>;
  /** The record, and behind it those of its ways to destinations where it is that of an event. */
  withWays(key: ItemKey): Promise<readonly VerifiedRecord[]>;
}

/** Verifies records of a target; secrets are read once a source or tenant. */
export function recordVerifier(target: Target, clock: Clock): RecordVerifier {
  const reader = readerOf(target);
  const table = { client: target.dynamoDb, table: target.auditTable };
  const sources = new Map(target.sources.map((source) => [source.id, source]));
  const place = { s3: target.s3, bucket: target.places().bodyBucket };
  const read = new Map<string, Promise<LiveSecrets>>();
  const secretsOf = (owner: SecretOwner): Promise<LiveSecrets> => {
    const id = secretIdOf(owner);
    const known = read.get(id) ?? readLiveSecrets(target, owner);
    read.set(id, known);
    return known;
  };
  const eventOf = (item: EventItem) =>
    readEvent(table, eventItemKey({ sourceId: item.source, idempotencyKey: item.idempotencyKey }));

  /** What the records around it say of it. */
  const problemsAround = async (item: EventItem, nowMs: number): Promise<readonly string[]> => {
    if (item.destination !== undefined) return wayEventProblems(item, await eventOf(item), nowMs);
    if (isAgain(item)) return eventProblems(item, await eventOf(item), nowMs);
    if (item.outcome !== 'forwarded' || nowMs >= secondsToMs(item.expiresAt)) return [];
    const ways = await reader.waysOf(item.pk);
    return unmet([ways.length > 0, 'it was forwarded, and no way to a destination is there']);
  };

  const one = async (key: ItemKey): Promise<readonly VerifiedRecord[]> => {
    const item = await readEvent(table, key);
    if (item === undefined) return [];
    const nowMs = clock.nowMs();
    const body = await verifyBody(item, { ...place, nowMs });
    const problems = [
      ...placeProblems(item),
      ...fieldProblems(item),
      ...(await problemsAround(item, nowMs)),
    ];
    const signature = await verifySignature(item, {
      body: body.bytes,
      source: sources.get(item.source),
      secretsOf,
    });
    const verified: VerifiedRecord = {
      id: item.id,
      source: item.source,
      body: body.state,
      record: problems.length === 0 ? 'coherent' : 'broken',
      signature: signature.state,
      ...(signature.state === 'not-checkable' && { why: signature.why }),
      problems: [
        ...body.problems,
        ...problems,
        ...(signature.state === 'fails' ? [signature.problem] : []),
      ],
    };
    return [verified];
  };

  return {
    one,
    async withWays(key) {
      const isEvent = key.sk === eventSortKey && kindOfPartition(key.pk) === 'event';
      const ways = isEvent ? await reader.waysOf(key.pk) : [];
      const keys = ways.map((way) => ({ pk: key.pk, sk: eventItemSortKey(way) }));
      return (await Promise.all([key, ...keys].map(one))).flat();
    },
  };
}

const isAgain = ({ status }: EventItem): boolean => status === 'duplicate' || status === 'conflict';

/** A record says by its key what it is of. */
function placeProblems(item: EventItem): readonly string[] {
  const expected = expectedKey(item);
  return unmet([
    item.pk === expected.pk && item.sk === expected.sk,
    'it does not stand where a record of its id, status and event belongs',
  ]);
}

function expectedKey(item: EventItem): ItemKey {
  const { source: sourceId, id, status, outcome, idempotencyKey, destination } = item;
  if (destination !== undefined)
    return {
      pk: eventPartition({ sourceId, idempotencyKey }),
      sk: eventItemSortKey({ destination }),
    };
  if (status === 'rejected') return { pk: rejectedPartition(sourceId, id), sk: eventSortKey };
  if (outcome === 'handshake') return { pk: handshakePartition(sourceId, id), sk: eventSortKey };
  const pk = eventPartition({ sourceId, idempotencyKey });
  return { pk, sk: isAgain(item) ? againSortKey(id) : eventSortKey };
}

/** What a duplicate or a conflict says of its event, and what that is. */
function eventProblems(
  item: EventItem,
  event: EventItem | undefined,
  nowMs: number,
): readonly string[] {
  const { status, eventRecordId = '', bodySha256 } = item;
  if (event?.id !== eventRecordId)
    return unmet([
      nowMs >= expiryOfEvent(item),
      `the record ${eventRecordId} of its event is not there, and has not expired`,
    ]);
  const isSame = isNamedByContent(item) || event.bodySha256 === bodySha256;
  return unmet([
    isSame === (status === 'duplicate'),
    `it is a ${status}, and its body ${isSame ? 'is that' : 'is not that'} of its event`,
  ]);
}

/** What was signed makes it the same, which need not be the whole body. */
const isNamedByContent = (item: EventItem): boolean =>
  isDigestKey(item.idempotencyKey) || (isOfCallback(item) && wasSigned(item));

/** Kept for as long as this record is, from its own time of receipt. */
function expiryOfEvent({ expiresAt, receivedAt, eventRecordId = '' }: EventItem): number {
  const keptForMs = expiresAt * 1000 - Date.parse(receivedAt);
  return decodeTime(eventRecordId) + keptForMs;
}
