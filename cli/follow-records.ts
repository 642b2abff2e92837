import { setTimeout as sleep } from 'node:timers/promises';
import { encodeTime } from 'ulid';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import { indexShards } from '../lambda/model/audit-table.ts';
import type { IndexEntry } from './audit-index.ts';
import type { AuditReader } from './audit-reader.ts';

/** A record may become visible this long after the instant in its id. */
const lateMs = 15_000;
const pollMs = 1000;
/** Queries a second at most, however many sources there are. */
const queriesPerSecond = 200;
/** Events that are waited for until they are settled, the newest ones. */
const mostWatched = 500;

interface Followed {
  readonly entry: IndexEntry;
  version?: string;
  isSettled?: boolean;
}

/**
 * Every record from `sinceMs` on, oldest first, and again whenever it changes until its event is settled; in batches, one a second at most.
 * Ends with the signal.
 */
export async function* followRecords(
  reader: AuditReader,
  sources: readonly string[],
  { sinceMs, signal }: { readonly sinceMs: number; readonly signal: AbortSignal },
): AsyncGenerator<readonly AuditRecord[]> {
  const followed = new Map<string, Followed>();
  const pauseMs = Math.max(pollMs, (sources.length * indexShards * 1000) / queriesPerSecond);
  while (!signal.aborted) {
    const sinceId = encodeTime(Math.max(sinceMs, Date.now() - lateMs - pauseMs), 10);
    for await (const entry of reader.entries({ sources, sinceId }))
      if (!followed.has(entry.id)) followed.set(entry.id, { entry });
    const changed = await readChanges(reader, followed);
    if (changed.length > 0) yield changed;
    forget(followed, sinceId);
    await sleep(pauseMs, undefined, { signal }).catch(() => {});
  }
}

async function readChanges(
  reader: AuditReader,
  followed: ReadonlyMap<string, Followed>,
): Promise<readonly AuditRecord[]> {
  const open = [...followed.values()].filter(({ isSettled }) => !isSettled);
  const records = await reader.read(open.map(({ entry }) => entry));
  const changed = records.filter((record) => {
    const one = followed.get(record.id);
    const version = `${record.status} ${record.attempts}`;
    if (one === undefined || one.version === version) return false;
    one.version = version;
    one.isSettled = record.status !== 'received' && record.status !== 'processing';
    return true;
  });
  return changed.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What is settled is known as long as the index can name it again; what is not, until too much else is newer. */
function forget(followed: Map<string, Followed>, sinceId: string): void {
  const old = [...followed].filter(([id]) => id < sinceId).sort(([a], [b]) => (a > b ? -1 : 1));
  const waiting = old.filter(([, { isSettled }]) => !isSettled).slice(0, mostWatched);
  const kept = new Set(waiting.map(([id]) => id));
  for (const [id] of old) if (!kept.has(id)) followed.delete(id);
}
