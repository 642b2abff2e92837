import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type AuditReader, readerOf } from '../../cli/audit-reader.ts';
import { openTarget, type Target } from '../../cli/target.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { eventually } from './local-run.ts';

/** What a local run has on record, read without starting a process for each look. */
export interface LocalState {
  readonly target: Target;
  readonly reader: AuditReader;
  /** @throws Error when there is no such record. */
  record(id: string): Promise<AuditRecord>;
  /** Every record of every source, oldest first. */
  records(): Promise<readonly AuditRecord[]>;
  /** These records when all of them are done or failed, in the order of the ids. */
  settled(ids: readonly string[], seconds?: number): Promise<readonly AuditRecord[]>;
  /** Every item of the table as it is stored, in a fixed order. */
  items(): Promise<readonly string[]>;
}

export async function localState(data: string): Promise<LocalState> {
  const target = await openTarget({ data, config: 'receiver.config.ts' });
  const reader = readerOf(target);
  const record = async (id: string) => {
    const found = await reader.find(id);
    if (found === undefined) throw new Error(`no record ${id}`);
    return found;
  };
  return {
    target,
    reader,
    record,
    records: () =>
      Array.fromAsync(
        reader.list({ sources: target.sources.map(({ id }) => id), oldestFirst: true }),
      ),
    settled: (ids, seconds = 30) =>
      eventually(
        async () => {
          const found = await Promise.all(ids.map(record));
          return found.every(isSettled) ? found : undefined;
        },
        seconds,
        'every event done or failed',
      ),
    async items() {
      const { Items = [] } = await target.dynamoDb.send(
        new ScanCommand({ TableName: target.auditTable, ConsistentRead: true }),
      );
      return Items.map((item) => JSON.stringify(Object.entries(item).sort())).sort();
    },
  };
}

const isSettled = ({ status }: AuditRecord): boolean => status === 'done' || status === 'failed';

/** How often this order replayed the event, by its history. */
export const replaysBy = (record: AuditRecord, replayId: string): number =>
  (record.history ?? []).filter((entry) => 'replayId' in entry && entry.replayId === replayId)
    .length;
