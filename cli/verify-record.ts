import { decodeTime } from 'ulid';
import type { EventItem } from '../lambda/aws/audit-items.ts';
import { eventItemKey, type ItemKey, readEvent } from '../lambda/aws/event-change.ts';
import { isDigestKey } from '../lambda/ingress/identify.ts';
import {
  againSortKey,
  eventPartition,
  eventSortKey,
  handshakePartition,
  rejectedPartition,
} from '../lambda/model/audit-table.ts';
import type { Source } from '../lambda/model/source.ts';
import type { Clock } from '../lambda/model/time.ts';
import type { Target } from './target.ts';
import { type LiveSecrets, readLiveSecrets } from './verify/live-secrets.ts';
import { unmet } from './verify/unmet.ts';
import { type BodyState, verifyBody } from './verify/verify-body.ts';
import { fieldProblems } from './verify/verify-fields.ts';
import { type Uncheckable, verifySignature } from './verify/verify-signature.ts';

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

/** Verifies records of a target; secrets are read once a source. */
export function recordVerifier(
  target: Target,
  clock: Clock,
): (key: ItemKey) => Promise<VerifiedRecord | undefined> {
  const table = { client: target.dynamoDb, table: target.auditTable };
  const sources = new Map(target.sources.map((source) => [source.id, source]));
  const place = { s3: target.s3, bucket: target.places().bodyBucket };
  const read = new Map<string, Promise<LiveSecrets>>();
  const secretsOf = (source: Source): Promise<LiveSecrets> => {
    const known = read.get(source.id) ?? readLiveSecrets(target, source);
    read.set(source.id, known);
    return known;
  };
  const eventOf = (item: EventItem) =>
    readEvent(table, eventItemKey({ sourceId: item.source, idempotencyKey: item.idempotencyKey }));

  /** Undefined where the record has expired meanwhile. */
  return async (key) => {
    const item = await readEvent(table, key);
    if (item === undefined) return undefined;
    const nowMs = clock.nowMs();
    const body = await verifyBody(item, { ...place, nowMs });
    const problems = [
      ...placeProblems(item),
      ...fieldProblems(item),
      ...(isAgain(item) ? eventProblems(item, await eventOf(item), nowMs) : []),
    ];
    const signature = await verifySignature(item, {
      body: body.bytes,
      source: sources.get(item.source),
      secretsOf,
    });
    return {
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
  const { source: sourceId, id, status, outcome, idempotencyKey } = item;
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
  const { status, eventRecordId = '', idempotencyKey, bodySha256 } = item;
  if (event?.id !== eventRecordId)
    return unmet([
      nowMs >= expiryOfEvent(item),
      `the record ${eventRecordId} of its event is not there, and has not expired`,
    ]);
  const isSame = isDigestKey(idempotencyKey) || event.bodySha256 === bodySha256;
  return unmet([
    isSame === (status === 'duplicate'),
    `it is a ${status}, and its body ${isSame ? 'is that' : 'is not that'} of its event`,
  ]);
}

/** Kept for as long as this record is, from its own time of receipt. */
function expiryOfEvent({ expiresAt, receivedAt, eventRecordId = '' }: EventItem): number {
  const keptForMs = expiresAt * 1000 - Date.parse(receivedAt);
  return decodeTime(eventRecordId) + keptForMs;
}
