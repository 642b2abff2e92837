import type { EventTable } from '../aws/event-change.ts';
import { ConfigError } from '../model/errors.ts';
import type { Source } from '../model/source.ts';
import type { Clock } from '../model/time.ts';
import { issueCallback } from './issue.ts';
import type { MintedCallback } from './mint.ts';

interface Settings extends EventTable {
  readonly sources: readonly Source[];
  /** Where callbacks are answered, up to the source. */
  readonly callbacksUrl: string;
  readonly retentionDays: number;
  readonly clock: Clock;
}

/**
 * Mints callbacks on orders that name their source, as they come from outside: `{ source, ref, ttl, … }`.
 * @throws ConfigError when the order is refused, DependencyError when DynamoDB fails.
 */
export function mintForSource(settings: Settings): (order: unknown) => Promise<MintedCallback> {
  const { client, table, callbacksUrl, retentionDays, clock } = settings;
  return async (order) => {
    const { source: sourceId, ...rest } = fieldsOf(order);
    const source = callbackSource(settings.sources, sourceId);
    const address = addressOf(source, callbacksUrl);
    const minting = { sourceId: source.id, address, retentionDays, clock };
    return issueCallback({ client, table }, rest, minting);
  };
}

function fieldsOf(order: unknown): Readonly<Record<string, unknown>> {
  if (typeof order === 'object' && order !== null && !Array.isArray(order)) return { ...order };
  throw new ConfigError(['the order: expected an object with "source", "ref" and "ttl"']);
}

/**
 * The source with this id, which takes callbacks.
 * @throws ConfigError when it does not, or is none.
 */
export function callbackSource(sources: readonly Source[], id: unknown): Source {
  const takers = sources.filter(({ callbacks }) => callbacks);
  const source = takers.find((taker) => taker.id === id);
  if (source !== undefined) return source;
  const others =
    takers.length === 0
      ? 'none does: give one "callbacks: true" in the configuration'
      : `use one of ${takers.map((taker) => taker.id).join(', ')}`;
  throw new ConfigError([
    id === undefined
      ? `source: is missing: ${others}`
      : `source: ${JSON.stringify(id)?.slice(0, 80)} takes no callbacks: ${others}`,
  ]);
}

/** The address that the other side was given decides where its signature covers the address. */
export const addressOf = ({ id, publicUrl }: Source, callbacksUrl: string): string =>
  publicUrl ?? `${callbacksUrl}/${id}`;
