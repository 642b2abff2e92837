import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** What an index of the audit table says of a record. */
export interface IndexEntry {
  readonly pk: string;
  readonly sk: string;
  readonly id: string;
  readonly eventType?: string;
  readonly eventId?: string;
  readonly reason?: string;
  readonly sourceIp?: string;
}

/** One partition of an index that is sorted by delivery id, and how much of it is wanted. */
export interface IndexPart {
  readonly table: string;
  readonly index: {
    readonly name: string;
    readonly partitionKey: string;
    readonly sortKey: string;
  };
  readonly partition: string;
  /** Lowest id, and the highest. */
  readonly sinceId: string;
  readonly untilId: string;
  readonly oldestFirst: boolean;
}

/** Entries that are read at a time: few for whoever wants the newest page, many for whoever searches on. */
const firstPage = 50;
const largestPage = 1600;

/** Reads one partition of an index in its order, page by page. */
export class IndexCursor {
  readonly #client: DynamoDBClient;
  readonly #part: IndexPart;
  #page: IndexEntry[] = [];
  #at = 0;
  #pageSize = firstPage;
  #next: QueryCommandOutput['LastEvaluatedKey'] | 'first' = 'first';

  constructor(client: DynamoDBClient, part: IndexPart) {
    this.#client = client;
    this.#part = part;
  }

  /** The next entry, without taking it; undefined when `fill` must be called first, or the end is reached. */
  get head(): IndexEntry | undefined {
    return this.#page[this.#at];
  }

  get isEmpty(): boolean {
    return this.head === undefined && this.#next === undefined;
  }

  take(): void {
    this.#at += 1;
  }

  /** Reads on until there is a head, or the end. */
  async fill(): Promise<void> {
    while (this.head === undefined && this.#next !== undefined) await this.#readPage();
  }

  async #readPage(): Promise<void> {
    const { table, index, partition, sinceId, untilId, oldestFirst } = this.#part;
    const output = await this.#client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index.name,
        KeyConditionExpression: '#partition = :partition AND #id BETWEEN :since AND :until',
        ExpressionAttributeNames: { '#partition': index.partitionKey, '#id': index.sortKey },
        ExpressionAttributeValues: marshall({
          ':partition': partition,
          ':since': sinceId,
          ':until': untilId,
        }),
        ScanIndexForward: oldestFirst,
        Limit: this.#pageSize,
        ...(this.#next === 'first' ? {} : { ExclusiveStartKey: this.#next }),
      }),
    );
    this.#page = (output.Items ?? []).map((item) => unmarshall(item) as IndexEntry);
    this.#at = 0;
    this.#next = output.LastEvaluatedKey;
    this.#pageSize = Math.min(2 * this.#pageSize, largestPage);
  }
}

/** The entries of all cursors in the order of their ids, lazily. */
export async function* mergedEntries(
  cursors: readonly IndexCursor[],
  oldestFirst: boolean,
): AsyncGenerator<IndexEntry> {
  let open = [...cursors];
  for (;;) {
    await Promise.all(open.map((cursor) => cursor.fill()));
    open = open.filter((cursor) => !cursor.isEmpty);
    if (open.length === 0) return;
    // Until one of them has to read again, the next entry is one of the heads.
    for (let first = firstOf(open, oldestFirst); first !== undefined; ) {
      const { head } = first;
      first.take();
      if (head !== undefined) yield head;
      first = first.head === undefined ? undefined : firstOf(open, oldestFirst);
    }
  }
}

function firstOf(cursors: readonly IndexCursor[], oldestFirst: boolean): IndexCursor | undefined {
  let first: IndexCursor | undefined;
  for (const cursor of cursors) {
    const id = cursor.head?.id ?? '';
    const best = first?.head?.id;
    if (best === undefined || (oldestFirst ? id < best : id > best)) first = cursor;
  }
  return first;
}
