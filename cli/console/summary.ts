import { encodeTime } from 'ulid';
import {
  againSortPrefix,
  kindOfPartition,
  parseEventPartition,
} from '../../lambda/model/audit-table.ts';
import { secondsToMs } from '../../lambda/model/time.ts';
import type { IndexEntry } from '../audit-index.ts';
import type { AuditReader } from '../audit-reader.ts';
import { receivedMs } from '../record-id.ts';
import { DurationSample } from './duration-sample.ts';
import type { Summary, SummaryWindow } from './page/api.ts';

/** Length of a bucket, and how many. */
const windows: Readonly<Record<SummaryWindow, readonly [seconds: number, buckets: number]>> = {
  '15m': [15, 60],
  '1h': [60, 60],
  '6h': [300, 72],
  '24h': [1200, 72],
  '7d': [7200, 84],
};

/** Counting ends after so much: what is older is left out, and the page says so. */
const mostCounted = 500_000;
const patienceMs = 10_000;

type Kind = 'accepted' | 'again' | 'rejected';

/** What happened within the window, counted from the index alone; only durations are read from records, and of a sample. */
export async function summaryOf(
  reader: AuditReader,
  sources: readonly string[],
  { window, nowMs }: { readonly window: SummaryWindow; readonly nowMs: number },
): Promise<Summary> {
  const [bucketSeconds, buckets] = windows[window];
  const endSeconds = (Math.floor(nowMs / secondsToMs(bucketSeconds)) + 1) * bucketSeconds;
  const startSeconds = endSeconds - buckets * bucketSeconds;
  const bucketOf = (id: string) =>
    Math.floor((receivedMs(id) / 1000 - startSeconds) / bucketSeconds);
  const sinceId = encodeTime(secondsToMs(startSeconds), 10);
  const counts = new Counts(sources, buckets);
  const sample = new DurationSample(buckets);
  const endMs = performance.now() + patienceMs;
  let counted = 0;
  for await (const entry of reader.entries({ sources, sinceId })) {
    if (counted === mostCounted || performance.now() > endMs) break;
    counted += 1;
    const kind = kindOf(entry);
    if (kind === undefined) continue;
    counts.add(kind, parseEventPartition(entry.pk).sourceId, bucketOf(entry.id));
    if (kind === 'accepted') sample.offer(entry, bucketOf(entry.id));
  }
  const isPartial = counted === mostCounted || performance.now() > endMs;
  const known = new Set(sources);
  for await (const entry of reader.entries({ sources, sinceId, status: 'failed' })) {
    const { sourceId } = parseEventPartition(entry.pk);
    if (known.has(sourceId)) counts.add('failed', sourceId, bucketOf(entry.id));
  }
  const durations = await sample.read(reader, bucketOf);
  return {
    startSeconds,
    bucketSeconds,
    ...counts.overTime,
    latencyMs: durations.overTime,
    bySource: counts.bySource(durations.p95BySource),
    isPartial,
  };
}

/** Handshakes are neither accepted nor refused. */
function kindOf({ pk, sk }: IndexEntry): Kind | undefined {
  switch (kindOfPartition(pk)) {
    case 'rejection':
      return 'rejected';
    case 'handshake':
      return undefined;
    case 'event':
      return sk.startsWith(againSortPrefix) ? 'again' : 'accepted';
  }
}

type Counted = Kind | 'failed';

class Counts {
  readonly overTime: Readonly<Record<Counted, number[]>>;
  readonly #bySource: ReadonlyMap<string, Record<Counted, number>>;

  constructor(sources: readonly string[], buckets: number) {
    const zeros = () => Array.from({ length: buckets }, () => 0);
    this.overTime = { accepted: zeros(), again: zeros(), rejected: zeros(), failed: zeros() };
    this.#bySource = new Map(
      sources.map((source) => [source, { accepted: 0, again: 0, rejected: 0, failed: 0 }]),
    );
  }

  add(kind: Counted, source: string, bucket: number): void {
    const overTime = this.overTime[kind];
    const before = overTime[bucket];
    const ofSource = this.#bySource.get(source);
    if (before === undefined || ofSource === undefined) return;
    overTime[bucket] = before + 1;
    ofSource[kind] += 1;
  }

  bySource(p95: ReadonlyMap<string, number>): Summary['bySource'] {
    return [...this.#bySource].map(([source, counts]) => ({
      source,
      ...counts,
      p95Ms: p95.get(source) ?? null,
    }));
  }
}
