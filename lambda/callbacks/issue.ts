import { ulid } from 'ulid';
import { keepCallback } from '../aws/callback-store.ts';
import type { EventTable } from '../aws/event-change.ts';
import type { Clock } from '../model/time.ts';
import { type MintedCallback, type Minting, mintCallback } from './mint.ts';

/**
 * Mints a callback and keeps it; when it resolves, the address is good.
 * @throws ConfigError when the order is refused, DependencyError when DynamoDB fails.
 */
export async function issueCallback(
  table: EventTable,
  order: unknown,
  { clock, ...minting }: Omit<Minting, 'nowMs' | 'id'> & { readonly clock: Clock },
): Promise<MintedCallback> {
  const nowMs = clock.nowMs();
  const { callback, minted } = mintCallback(order, { ...minting, nowMs, id: ulid(nowMs) });
  await keepCallback(table, callback);
  return minted;
}
