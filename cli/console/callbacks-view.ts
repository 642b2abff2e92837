import { systemClock } from '../../lambda/model/time.ts';
import { callbackStates } from '../callback-state.ts';
import { sourceOf, type Target } from '../target.ts';
import { NotAnswered } from './answer.ts';
import type { CallbackQuery, CallbacksView } from './page/api.ts';

/**
 * How it stands with the callbacks of one ref. Their tokens are known to nobody, and their digests stay on this side.
 * @throws NotAnswered for a source that takes none.
 */
export async function callbacksView(
  target: Target,
  { source: id, ref }: CallbackQuery,
): Promise<CallbacksView> {
  const source = sourceOf(target, id);
  if (!source.callbacks) throw new NotAnswered(400, `source "${source.id}" takes no callbacks`);
  const table = { client: target.dynamoDb, table: target.auditTable };
  const order = { sourceId: source.id, ref, nowMs: systemClock.nowMs() };
  return { callbacks: await callbackStates(table, order) };
}
