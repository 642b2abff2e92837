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
import type { AuditRecord, RecordStatus } from '../lambda/model/audit-record.ts';
import { auditTable, indexShards, listingShard, shardOf } from '../lambda/model/audit-table.ts';

export interface AuditReader {
  /** Records that match, newest first. Reads the listing index only as far as it is consumed; never scans the table. */
  list(filter: AuditFilter): AsyncGenerator<AuditRecord>;
  find(id: string): Promise<AuditRecord | undefined>;
  /** The body that stands in the record itself, as small ones do. */
  bodyOf(id: string): Promise<Uint8Array | undefined>;
}

export interface AuditFilter {
  readonly sources: readonly string[];
  readonly status?: RecordStatus;
  /** Lowest id that matches: ids begin with the time of receipt. */
  readonly sinceId?: string;
}

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
    async *list({ sources, status, sinceId = '0' }) {
      const shards = sources.flatMap((source) =>
        Array.from({ length: indexShards }, (_, shard) => listingShard(source, shard)),
      );
      const cursors = shards.map((shard) => new ShardCursor(client, { table, shard, sinceId }));
      for await (const keys of newestFirst(cursors)) {
        for (const record of await readRecords(client, table, keys)) {
          if (status === undefined || record.status === status) yield record;
        }
      }
    },

    async find(id) {
      const [record] = await readRecords(client, table, await keysById(id));
      return record;
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

const pageSize = 50;

/** One shard of the listing index, newest first, read page by page. */
class ShardCursor {
  readonly #client: DynamoDBClient;
  readonly #query: { readonly table: string; readonly shard: string; readonly sinceId: string };
  #page: Keys[] = [];
  #next: QueryCommandOutput['LastEvaluatedKey'] | 'first' = 'first';

  constructor(client: DynamoDBClient, query: { table: string; shard: string; sinceId: string }) {
    this.#client = client;
    this.#query = query;
  }

  /** The newest record not yet taken, without taking it. */
  async peek(): Promise<Keys | undefined> {
    while (this.#page.length === 0 && this.#next !== undefined) await this.#readPage();
    return this.#page[0];
  }

  take(): void {
    this.#page.shift();
  }

  async #readPage(): Promise<void> {
    const { table, shard, sinceId } = this.#query;
    const { listing } = auditTable;
    const output = await this.#client.send(
      new QueryCommand({
        TableName: table,
        IndexName: listing.name,
        KeyConditionExpression: '#shard = :shard AND #id >= :since',
        ExpressionAttributeNames: { '#shard': listing.partitionKey, '#id': listing.sortKey },
        ExpressionAttributeValues: marshall({ ':shard': shard, ':since': sinceId }),
        ScanIndexForward: false,
        Limit: pageSize,
        ...(this.#next === 'first' ? {} : { ExclusiveStartKey: this.#next }),
      }),
    );
    this.#page = (output.Items ?? []).map((item) => unmarshall(item) as Keys);
    this.#next = output.LastEvaluatedKey;
  }
}

/** Keys of all shards merged by id, newest first, in batches. */
async function* newestFirst(cursors: readonly ShardCursor[]): AsyncGenerator<readonly Keys[]> {
  for (;;) {
    const batch: Keys[] = [];
    while (batch.length < pageSize) {
      const heads = await Promise.all(
        cursors.map(async (cursor) => ({ cursor, keys: await cursor.peek() })),
      );
      const newest = heads.reduce((best, head) =>
        (head.keys?.id ?? '') > (best.keys?.id ?? '') ? head : best,
      );
      if (newest.keys === undefined) break;
      newest.cursor.take();
      batch.push(newest.keys);
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
