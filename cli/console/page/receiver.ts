import type { ReceiverView, SourceView } from './api.ts';
import { failureText, getJson } from './http.ts';
import { createStore, useStore } from './store.ts';

/** What the console is connected to; undefined until the server has said so. */
export const receiver = createStore<ReceiverView | undefined>(undefined);

/** Why the server could not say it the last time. */
export const receiverTrouble = createStore<string | undefined>(undefined);

/**
 * Asks the server anew; what was known stays where it does not answer.
 * @throws ApiFailure when it refuses or does not answer.
 */
export async function loadReceiver(signal?: AbortSignal): Promise<ReceiverView> {
  try {
    const view = await getJson<ReceiverView>('/api/receiver', signal);
    receiver.set(view);
    receiverTrouble.set(undefined);
    return view;
  } catch (error) {
    receiverTrouble.set(failureText(error));
    throw error;
  }
}

/** Like `loadReceiver`, for those who look at the stores only. */
export async function refreshReceiver(): Promise<void> {
  await loadReceiver().catch(() => undefined);
}

const noSources: readonly SourceView[] = [];

export const useSources = (): readonly SourceView[] => useStore(receiver)?.sources ?? noSources;

/** Whether this console may replay and send; undefined as long as it is unknown. */
export const useMayWrite = (): boolean | undefined => useStore(receiver)?.mayWrite;

/** Why nothing can be changed from here. */
export const readOnlyText = 'this console is read-only: start it with --allow-write';
