import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { readerOf } from '../../cli/audit-reader.ts';
import type { Target } from '../../cli/target.ts';
import { recordVerifier, type VerifiedRecord } from '../../cli/verify-record.ts';
import type { TestStorage } from './audit-table.ts';
import { nowhere, targetAt } from './doctor.ts';

/** What `audit verify` finds in the table of a test. */
export interface Verifying {
  /** Every record of these sources as it is listed, events with their ways to destinations. */
  all(): Promise<readonly VerifiedRecord[]>;
  /** The record of this id alone; undefined where it has expired. */
  one(id: string): Promise<VerifiedRecord | undefined>;
  /** The same once the item was changed past every rule; an attribute set to undefined goes. It is put back afterwards. */
  altered(id: string, changes: object): Promise<VerifiedRecord | undefined>;
}

export function verifyingOver(
  storage: TestStorage,
  sources: object,
  more: Partial<Target> = {},
): Verifying {
  const { client: dynamoDb, table: auditTable } = storage.table;
  const target = targetAt(nowhere, sources, { dynamoDb, auditTable, ...more });
  const reader = readerOf(target);
  const keyOf = async (id: string) => {
    const key = await reader.keyOf(id);
    if (key === undefined) throw new Error(`no record ${id}`);
    return key;
  };
  const put = (item: object) => {
    const Item = marshall(item, { removeUndefinedValues: true });
    return dynamoDb.send(new PutItemCommand({ TableName: auditTable, Item }));
  };
  const verifying: Verifying = {
    async all() {
      const verifier = recordVerifier(target, storage.clock);
      const ids = target.sources.map(({ id }) => id);
      const entries = reader.entries({ sources: ids, oldestFirst: true });
      const found = await Array.fromAsync(entries, ({ pk, sk }) => verifier.withWays({ pk, sk }));
      return found.flat();
    },
    async one(id) {
      const [found] = await recordVerifier(target, storage.clock).one(await keyOf(id));
      return found;
    },
    async altered(id, changes) {
      const { pk, sk } = await keyOf(id);
      const before = await storage.item(pk, sk);
      await put({ ...before, ...changes });
      try {
        return await verifying.one(id);
      } finally {
        await put(before);
      }
    },
  };
  return verifying;
}

/** Whatever is wrong with any of them, by id. */
export const problemsOf = (
  records: readonly VerifiedRecord[],
): readonly (readonly [string, readonly string[]])[] =>
  records.flatMap(({ id, problems }) => (problems.length > 0 ? [[id, problems] as const] : []));
