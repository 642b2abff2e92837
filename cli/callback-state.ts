import { callbacksOfRef, readCallback } from '../lambda/aws/callback-store.ts';
import { type EventTable, eventItemKey, readEvent } from '../lambda/aws/event-change.ts';
import { callbackExpiredType, callbackKey } from '../lambda/model/callback.ts';
import { toIso } from '../lambda/model/time.ts';

/** How it stands with one callback. */
export interface CallbackState {
  readonly state: 'waiting' | 'answered' | 'expired';
  /** Answers so far, of those that it takes. */
  readonly used: number;
  readonly uses: number;
  readonly expiresAt: string;
  /** Ids of the answers' records, or of the one that says that none came. */
  readonly records: readonly string[];
}

/** The callbacks that were minted under a ref, the newest first, at most 20. */
export async function callbackStates(
  table: EventTable,
  {
    sourceId,
    ref,
    nowMs,
  }: { readonly sourceId: string; readonly ref: string; readonly nowMs: number },
): Promise<readonly CallbackState[]> {
  const states: CallbackState[] = [];
  for (const digest of await callbacksOfRef(table, sourceId, ref)) {
    const callback = await readCallback(table, sourceId, digest);
    if (callback === undefined) continue;
    const { uses, expiresAtMs } = callback;
    const records = await recordsOf(table, { sourceId, digest, uses });
    const used = records.filter(({ eventType }) => eventType !== callbackExpiredType).length;
    const isOver = nowMs >= expiresAtMs;
    states.push({
      state: used > 0 ? 'answered' : isOver ? 'expired' : 'waiting',
      used,
      uses,
      expiresAt: toIso(expiresAtMs),
      records: records.map(({ id }) => id),
    });
  }
  return states;
}

/** Uses are taken one after the other: behind the first that is free there is none. */
async function recordsOf(
  table: EventTable,
  {
    sourceId,
    digest,
    uses,
  }: { readonly sourceId: string; readonly digest: string; readonly uses: number },
) {
  const records = [];
  for (let use = 1; use <= uses; use += 1) {
    const key = { sourceId, idempotencyKey: callbackKey(digest, use) };
    const record = await readEvent(table, eventItemKey(key));
    if (record === undefined) break;
    records.push(record);
  }
  return records;
}
