import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { toAuditRecord } from '../lambda/aws/audit-items.ts';
import { decodeBody } from '../lambda/aws/body-codec.ts';
import type { ItemKey } from '../lambda/aws/event-change.ts';
import type { AuditRecord, RecordStatus } from '../lambda/model/audit-record.ts';
import { auditTable, indexShards, listingShard, shardOf } from '../lambda/model/audit-table.ts';
import type { Target } from './target.ts';

export interface AuditReader {
  /** Records that match, newest first unless `oldestFirst`. Reads the listing index only as far as it is consumed; never scans the table. */
  list(filter: AuditFilter): AsyncGenerator<AuditRecord>;
  find(id: string): Promise<AuditRecord | undefined>;
  /** Where the record of this id stands in the table. */
  keyOf(id: string): Promise<ItemKey | undefined>;
  /** The body that stands in the record itself, as small ones do. */
  bodyOf(id: string): Promise<Uint8Array | undefined>;
}

export interface AuditFilter {
  readonly sources: readonly string[];
  readonly status?: RecordStatus;
  readonly eventType?: string;
  /** Lowest id that matches, and the first that does not any more: ids begin with the time of receipt. */
  readonly sinceId?: string;
  readonly untilId?: string;
  readonly oldestFirst?: boolean;
}

/** Ids are letters and digits: this is above all of them. */
const highestId = '~';

interface Keys {
  readonly pk: string;
  readonly sk: string;
  readonly id: string;
}

/** The audit table, as operators read it. `allSources` are those that `find` looks through. */
export function auditReader(
  client: DynamoDBClient,
  table: string,
  allSources: readonly string[],
): AuditReader {
  const keysById = async (id: string): Promise<readonly Keys[]> => {
    const found = allSources.map((source) =>
      keysOf(client, { table, shard: listingShard(source, shardOf(id)), id }),
    );
    return (await Promise.all(found)).flat();
  };

  return {
    async *list(filter) {
      const { sources, sinceId = '0', untilId = highestId, oldestFirst = false } = filter;
      const shards = sources.flatMap((source) =>
        Array.from({ length: indexShards }, (_, shard) => listingShard(source, shard)),
      );
      const range = { table, sinceId, untilId, oldestFirst };
      const cursors = shards.map((shard) => new ShardCursor(client, { ...range, shard }));
      for await (const keys of merged(cursors, oldestFirst)) {
        for (const record of await readRecords(client, table, keys)) {
          if (matches(record, filter)) yield record;
        }
      }
    },

    async find(id) {
      const [record] = await readRecords(client, table, await keysById(id));
      return record;
    },

    async keyOf(id) {
      const [keys] = await keysById(id);
      return keys && { pk: keys.pk, sk: keys.sk };
    },

    async bodyOf(id) {
      const [keys] = await keysById(id);
      if (keys === undefined) return undefined;
      const Key = marshall({ pk: keys.pk, sk: keys.sk });
      const { Item = {} } = await client.send(new GetItemCommand({ TableName: table, Key }));
      const { body, bodyEncoding } = unmarshall(Item);
      return body && decodeBody({ encoding: bodyEncoding, bytes: body });
    },
  };
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

const matches = (record: AuditRecord, { status, eventType }: AuditFilter): boolean =>
  (status === undefined || record.status === status) &&
  (eventType === undefined || record.eventType === eventType);

const pageSize = 50;

interface ShardQuery {
  readonly table: string;
  readonly shard: string;
  readonly sinceId: string;
  readonly untilId: string;
  readonly oldestFirst: boolean;
}

/** One shard of the listing index in its order, read page by page. */
class ShardCursor {
  readonly #client: DynamoDBClient;
  readonly #query: ShardQuery;
  #page: Keys[] = [];
  #next: QueryCommandOutput['LastEvaluatedKey'] | 'first' = 'first';

  constructor(client: DynamoDBClient, query: ShardQuery) {
    this.#client = client;
    this.#query = query;
  }

  /** The next record, without taking it. */
  async peek(): Promise<Keys | undefined> {
    while (this.#page.length === 0 && this.#next !== undefined) await this.#readPage();
    return this.#page[0];
  }

  take(): void {
    this.#page.shift();
  }

  async #readPage(): Promise<void> {
    const { table, shard, sinceId, untilId, oldestFirst } = this.#query;
    const { listing } = auditTable;
    const output = await this.#client.send(
      new QueryCommand({
        TableName: table,
        IndexName: listing.name,
        KeyConditionExpression: '#shard = :shard AND #id BETWEEN :since AND :until',
        ExpressionAttributeNames: { '#shard': listing.partitionKey, '#id': listing.sortKey },
        ExpressionAttributeValues: marshall({
          ':shard': shard,
          ':since': sinceId,
          ':until': untilId,
        }),
        ScanIndexForward: oldestFirst,
        Limit: pageSize,
        ...(this.#next === 'first' ? {} : { ExclusiveStartKey: this.#next }),
      }),
    );
    this.#page = (output.Items ?? []).map((item) => unmarshall(item) as Keys);
    this.#next = output.LastEvaluatedKey;
  }
}

/** Keys of all shards merged by id, in batches. */
async function* merged(
  cursors: readonly ShardCursor[],
  oldestFirst: boolean,
): AsyncGenerator<readonly Keys[]> {
  const isBefore = (a: string, b: string) => (oldestFirst ? a < b : a > b);
  for (;;) {
    const batch: Keys[] = [];
    while (batch.length < pageSize) {
      const heads = await Promise.all(
        cursors.map(async (cursor) => ({ cursor, keys: await cursor.peek() })),
      );
      const [first] = heads
        .flatMap(({ cursor, keys }) => (keys === undefined ? [] : [{ cursor, keys }]))
        .sort((a, b) => (isBefore(a.keys.id, b.keys.id) ? -1 : 1));
      if (first === undefined) break;
      first.cursor.take();
      batch.push(first.keys);
    }
    if (batch.length === 0) return;
    yield batch;
  }
}

async function keysOf(
  client: DynamoDBClient,
  { table, shard, id }: { readonly table: string; readonly shard: string; readonly id: string },
): Promise<readonly Keys[]> {
  const { listing } = auditTable;
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: listing.name,
      KeyConditionExpression: '#shard = :shard AND #id = :id',
      ExpressionAttributeNames: { '#shard': listing.partitionKey, '#id': listing.sortKey },
      ExpressionAttributeValues: marshall({ ':shard': shard, ':id': id }),
    }),
  );
  return Items.map((item) => unmarshall(item) as Keys);
}

/** The records behind these keys, in the same order; one that has expired meanwhile is left out. */
async function readRecords(
  client: DynamoDBClient,
  table: string,
  keys: readonly Keys[],
): Promise<readonly AuditRecord[]> {
  const records = new Map<string, AuditRecord>();
  let wanted = keys.map(({ pk, sk }) => marshall({ pk, sk }));
  while (wanted.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[table] ?? []) {
      const record = toAuditRecord(unmarshall(item));
      records.set(record.id, record);
    }
    wanted = UnprocessedKeys?.[table]?.Keys?.map((key) => key as (typeof wanted)[number]) ?? [];
  }
  return keys.flatMap(({ id }) => records.get(id) ?? []);
}
