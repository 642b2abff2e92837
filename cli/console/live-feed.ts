import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { AuditReader } from '../audit-reader.ts';
import { followRecords } from '../follow-records.ts';
import type { SendEvent } from './answer.ts';
import type { RecordRow } from './page/api.ts';
import { recordRow } from './record-row.ts';

/** What is sent at once to a page that has just connected: its list may be as old as this. */
const recentMs = 30_000;
const mostRecent = 500;
const pauseAfterTroubleMs = 5000;

type Wants = (record: AuditRecord) => boolean;

export interface LiveFeed {
  /** Sends records that are wanted as they come, and again when they change, as `records`. */
  subscribe(source: string | undefined, wants: Wants, send: SendEvent): { stop(): void };
}

/** The newest records for every open page; the table is asked once for all of them, and not at all while no page is open. */
export function liveFeed(reader: AuditReader, allSources: readonly string[]): LiveFeed {
  const channels = new Map<string, Channel>();
  return {
    subscribe(source, wants, send) {
      const name = source ?? '';
      const sources = source === undefined ? allSources : [source];
      const channel = channels.get(name) ?? new Channel(reader, sources);
      channels.set(name, channel);
      const subscriber = { wants, send };
      channel.add(subscriber);
      return {
        stop() {
          if (channel.remove(subscriber)) channels.delete(name);
        },
      };
    },
  };
}

interface Subscriber {
  readonly wants: Wants;
  readonly send: SendEvent;
}

/** Follows the records of these sources for its subscribers. */
class Channel {
  readonly #subscribers = new Set<Subscriber>();
  readonly #recent = new Map<string, AuditRecord>();
  readonly #end = new AbortController();

  constructor(reader: AuditReader, sources: readonly string[]) {
    void this.#follow(reader, sources);
  }

  add(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    sendTo(subscriber, [...this.#recent.values()]);
  }

  /** True when it was the last one: the channel is at its end. */
  remove(subscriber: Subscriber): boolean {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size > 0) return false;
    this.#end.abort();
    return true;
  }

  async #follow(reader: AuditReader, sources: readonly string[]): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const sinceMs = Date.now() - recentMs;
        for await (const records of followRecords(reader, sources, { sinceMs, signal }))
          this.#tell(records);
      } catch (error) {
        const text = error instanceof Error ? error.message || error.name : String(error);
        for (const { send } of this.#subscribers) send('trouble', { error: text });
        await new Promise((resume) => setTimeout(resume, pauseAfterTroubleMs));
      }
    }
  }

  #tell(records: readonly AuditRecord[]): void {
    for (const record of records) {
      this.#recent.delete(record.id);
      this.#recent.set(record.id, record);
    }
    const superfluous = [...this.#recent.keys()].slice(0, -mostRecent);
    for (const id of superfluous) this.#recent.delete(id);
    for (const subscriber of this.#subscribers) sendTo(subscriber, records);
  }
}

/** Newest first, as the page lists them. */
function sendTo({ wants, send }: Subscriber, records: readonly AuditRecord[]): void {
  const rows: readonly RecordRow[] = records
    .filter(wants)
    .map(recordRow)
    .sort((a, b) => (a.id > b.id ? -1 : 1));
  if (rows.length > 0) send('records', rows);
}
