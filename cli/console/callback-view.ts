import { useOfKey } from '../../lambda/model/callback.ts';
import { prettyJson } from './body-view.ts';
import type { KeptItem } from './kept-body.ts';
import type { CallbackView } from './page/api.ts';

/** The callback that this delivery answered, or that nobody answered; undefined where there is none. */
export function callbackView(item: KeptItem): CallbackView | undefined {
  const { callback, idempotencyKey, callbackUses, callbackData, status, destination } = item;
  if (callback === undefined || idempotencyKey === undefined || destination !== undefined)
    return undefined;
  // A repetition keeps nothing of its callback but the name.
  const isEvent = status !== 'duplicate' && status !== 'conflict';
  return {
    ref: callback.ref,
    use: useOfKey(idempotencyKey),
    ...(isEvent && { uses: callbackUses ?? 1 }),
    ...(callbackData !== undefined && { data: prettyJson(callbackData) }),
    isExpiry: item.origin === 'expiry',
  };
}
