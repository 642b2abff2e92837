import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { IndexEntry } from '../audit-index.ts';
import type { AuditReader } from '../audit-reader.ts';
import type { Summary } from './page/api.ts';

/** Events of each bucket whose records are read. */
const sampleSize = 20;

/** From receipt to the end of the handler, of a few events of each bucket: as good as any, chosen by chance. */
export class DurationSample {
  readonly #buckets: readonly Bucket[];

  constructor(buckets: number) {
    this.#buckets = Array.from({ length: buckets }, () => ({ seen: 0, entries: [] }));
  }

  /** Keeps it with the chance that is fair to all of its bucket (reservoir sampling). */
  offer(entry: IndexEntry, at: number): void {
    const bucket = this.#buckets[at];
    if (bucket === undefined) return;
    bucket.seen += 1;
    const place = Math.floor(Math.random() * bucket.seen);
    if (bucket.entries.length < sampleSize) bucket.entries.push(entry);
    else if (place < sampleSize) bucket.entries[place] = entry;
  }

  async read(reader: AuditReader, bucketOf: (id: string) => number): Promise<Durations> {
    const records = await reader.read(this.#buckets.flatMap(({ entries }) => entries));
    const perBucket = this.#buckets.map((): number[] => []);
    const perSource = new Map<string, number[]>();
    for (const record of records) {
      const ms = durationOf(record);
      if (ms === undefined) continue;
      perBucket[bucketOf(record.id)]?.push(ms);
      perSource.set(record.source, [...(perSource.get(record.source) ?? []), ms]);
    }
    const at = (share: number) => perBucket.map((all) => percentile(all, share));
    return {
      overTime: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
      p95BySource: new Map(
        [...perSource].map(([source, all]) => [source, percentile(all, 0.95) ?? 0]),
      ),
    };
  }
}

interface Bucket {
  seen: number;
  readonly entries: IndexEntry[];
}

interface Durations {
  readonly overTime: Summary['latencyMs'];
  readonly p95BySource: ReadonlyMap<string, number>;
}

/** A replayed event ended when the operator wanted it: its duration says nothing. */
function durationOf({ receivedAt, settledAt, history = [] }: AuditRecord): number | undefined {
  if (settledAt === undefined || history.some(({ what }) => what === 'replay')) return undefined;
  return Math.max(0, Date.parse(settledAt) - Date.parse(receivedAt));
}

/** Nearest rank; null of nothing. */
function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}
