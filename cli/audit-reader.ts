import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type EventItem, toAuditRecord } from '../lambda/aws/audit-items.ts';
import { eventItemKey, type ItemKey } from '../lambda/aws/event-change.ts';
import { eventIdKey } from '../lambda/ingress/identify.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import {
  auditTable,
  eventItemSortKey,
  forwardSortPrefix,
  indexShards,
  listingShard,
  openShard,
  shardOf,
} from '../lambda/model/audit-table.ts';
import { IndexCursor, type IndexEntry, mergedEntries } from './audit-index.ts';
import { type AuditFilter, matchesBeyondIndex, mayMatch } from './record-filter.ts';
import type { Target } from './target.ts';

export interface AuditReader {
  /** Records that match, newest first unless `oldestFirst`. Reads an index only as far as it is consumed; never scans the table. */
  list(filter: AuditFilter): AsyncGenerator<AuditRecord>;
  /** The same in pieces, which come even where nothing matches: whoever searches for something rare can stop. */
  search(filter: AuditFilter): AsyncGenerator<SearchPiece>;
  /** What the index says, in the order of `list`, without reading a record. More than the filter lets through may come. */
  entries(filter: AuditFilter): AsyncGenerator<IndexEntry>;
  /** The records behind these entries, in the same order; one that has expired meanwhile is left out. */
  read(entries: readonly IndexEntry[]): Promise<readonly AuditRecord[]>;
  find(id: string): Promise<AuditRecord | undefined>;
  /** Records whose id this is, and all deliveries of events whose id decides what counts as the same event. */
  named(name: string, sources: readonly string[]): Promise<readonly AuditRecord[]>;
  /** Where the record of this id stands in the table. */
  keyOf(id: string): Promise<ItemKey | undefined>;
  /** The stored item of this id, with where its body is. */
  itemOf(id: string): Promise<Partial<EventItem> | undefined>;
  /** All accepted deliveries of the event with this partition key and its ways to destinations, oldest first, at most `most`. */
  deliveriesOf(partition: string, most: number): Promise<readonly AuditRecord[]>;
  /** The ways of that event to its destinations alone, by destination; no index has them. */
  waysOf(partition: string): Promise<readonly AuditRecord[]>;
}

export interface SearchPiece {
  readonly records: readonly AuditRecord[];
  /** Everything up to this id was looked at. */
  readonly upToId: string;
}

/** Ids are letters and digits: this is above all of them. */
const highestId = '~';

/** Records that are read at a time, and index entries that are looked at between two pieces. */
const batchSize = 50;
const entriesAPiece = 2000;
/** Deliveries of one event that are listed. */
const mostNamed = 100;

const isId = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);

/** The id that the index has, and the destination behind it in the id of a way: `01M85…/erp`. */
function partsOf(id: string): { readonly listed: string; readonly destination?: string } {
  const at = id.indexOf('/');
  return at < 0 ? { listed: id } : { listed: id.slice(0, at), destination: id.slice(at + 1) };
}

/** The audit table, as operators read it. `allSources` are those that `find` looks through. */
export function auditReader(
  client: DynamoDBClient,
  table: string,
  allSources: readonly string[],
): AuditReader {
  const entriesById = async (id: string): Promise<readonly IndexEntry[]> => {
    const { listed, destination } = partsOf(id);
    const range = { sinceId: listed, untilId: listed, oldestFirst: false };
    const cursors = allSources.map((source) => {
      const partition = listingShard(source, shardOf(listed));
      return new IndexCursor(client, { ...range, table, index: auditTable.listing, partition });
    });
    const entries = await Array.fromAsync(mergedEntries(cursors, false));
    // Ways to destinations are not listed: they stand beside their event.
    return destination === undefined
      ? entries
      : entries.map((entry) => ({ ...entry, id, sk: eventItemSortKey({ destination }) }));
  };
  const read = (entries: readonly ItemKey[]) => readItems(client, table, entries);
  const reader: AuditReader = {
    async *list(filter) {
      for await (const { records } of reader.search(filter)) yield* records;
    },

    async *search(filter) {
      for await (const piece of pieces(reader.entries(filter), filter)) {
        const read = await reader.read(piece.entries);
        const records = read.filter((one) => matchesBeyondIndex(one, filter));
        yield { records, upToId: piece.upToId };
      }
    },

    entries: (filter) =>
      mergedEntries(cursorsOf(client, table, filter), filter.oldestFirst ?? false),

    read: async (entries) => (await inBatches(entries, read)).map(toAuditRecord),

    async find(id) {
      const [record] = await reader.read(await entriesById(id));
      return record;
    },

    async named(name, sources) {
      const record = isId(partsOf(name).listed) ? await reader.find(name) : undefined;
      const keys = sources.map((sourceId) =>
        eventItemKey({ sourceId, idempotencyKey: eventIdKey(name) }),
      );
      const events = await inBatches(keys, read);
      const deliveries = await Promise.all(
        events.map(({ pk }) => reader.deliveriesOf(String(pk), mostNamed)),
      );
      return [...(record === undefined ? [] : [record]), ...deliveries.flat()];
    },

    async keyOf(id) {
      const [entry] = await entriesById(id);
      return entry && { pk: entry.pk, sk: entry.sk };
    },

    async itemOf(id) {
      const [entry] = await entriesById(id);
      if (entry === undefined) return undefined;
      const Key = marshall({ pk: entry.pk, sk: entry.sk });
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }));
      return Item && unmarshall(Item);
    },

    async deliveriesOf(partition, most) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: marshall({ ':pk': partition }),
          Limit: most,
        }),
      );
      const records = Items.map((item) => toAuditRecord(unmarshall(item)));
      return records.sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    async waysOf(partition) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :to)',
          ExpressionAttributeValues: marshall({ ':pk': partition, ':to': forwardSortPrefix }),
          ConsistentRead: true,
        },
      );
      const ways: AuditRecord[] = [];
      for await (const { Items = [] } of pages)
        ways.push(...Items.map((item) => toAuditRecord(unmarshall(item))));
      return ways;
    },
  };
  return reader;
}

async function inBatches<Key, Result>(
  keys: readonly Key[],
  read: (keys: readonly Key[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const found: Result[] = [];
  for (let at = 0; at < keys.length; at += batchSize)
    found.push(...(await read(keys.slice(at, at + batchSize))));
  return found;
}

/** The audit table of a target. */
export const readerOf = ({
  dynamoDb,
  auditTable: table,
  sources,
}: Pick<Target, 'dynamoDb' | 'auditTable' | 'sources'>): AuditReader =>
  auditReader(
    dynamoDb,
    table,
    sources.map(({ id }) => id),
  );

/** The partitions of the index that knows most about the filter. */
function cursorsOf(
  client: DynamoDBClient,
  table: string,
  { sources, status, sinceId = '0', untilId = highestId, oldestFirst = false }: AuditFilter,
): readonly IndexCursor[] {
  const range = { table, sinceId, untilId, oldestFirst };
  const shards = Array.from({ length: indexShards }, (_, shard) => shard);
  // Failed events are few and have an index to themselves.
  const index = status === 'failed' ? auditTable.failed : auditTable.listing;
  const partitions =
    status === 'failed'
      ? shards.map(openShard)
      : sources.flatMap((source) => shards.map((shard) => listingShard(source, shard)));
  return partitions.map((partition) => new IndexCursor(client, { ...range, index, partition }));
}

interface Piece {
  readonly entries: readonly IndexEntry[];
  readonly upToId: string;
}

/** Entries that may match, in batches that are worth a read; a piece without any comes when many were passed over. */
async function* pieces(all: AsyncIterable<IndexEntry>, filter: AuditFilter): AsyncGenerator<Piece> {
  let entries: IndexEntry[] = [];
  let passed = 0;
  let upToId = '';
  for await (const entry of all) {
    upToId = entry.id;
    passed += 1;
    if (mayMatch(entry, filter)) entries.push(entry);
    if (entries.length < batchSize && passed < entriesAPiece) continue;
    yield { entries, upToId };
    entries = [];
    passed = 0;
  }
  if (passed > 0) yield { entries, upToId };
}

async function readItems(
  client: DynamoDBClient,
  table: string,
  keys: readonly ItemKey[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const nameOf = ({ pk, sk }: ItemKey) => JSON.stringify([pk, sk]);
  type Item = Readonly<Record<string, unknown>>;
  const items = new Map<string, Item>();
  let wanted = keys.map(({ pk, sk }) => marshall({ pk, sk }));
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } },
      }),
    );
    for (const raw of Responses?.[table] ?? []) {
      const item = unmarshall(raw);
      items.set(nameOf({ pk: item['pk'], sk: item['sk'] }), item);
    }
    wanted = UnprocessedKeys?.[table]?.Keys?.map((key) => key as (typeof wanted)[number]) ?? [];
  }
  return keys.map((key) => items.get(nameOf(key))).filter((item) => item !== undefined);
}
