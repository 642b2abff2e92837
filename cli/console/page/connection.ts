import { createStore } from './store.ts';

/** `gone`: the server does not answer. `over`: it answers, but no more to us. */
export type Connection = 'ok' | 'gone' | 'over';

export const connection = createStore<Connection>('ok');

/** Grows by one each time that the server is back: what was loaded before may be old. */
export const recoveries = createStore(0);

const firstDelayMs = 1000;
const mostDelayMs = 15_000;

let delayMs = firstDelayMs;
let timer: ReturnType<typeof setTimeout> | undefined;

/** To be called with the HTTP status of each answer. */
export function reportAnswer(isSessionOver: boolean): void {
  clearTimeout(timer);
  timer = undefined;
  delayMs = firstDelayMs;
  const before = connection.get();
  connection.set(isSessionOver ? 'over' : 'ok');
  if (before !== 'ok' && !isSessionOver) recoveries.set(recoveries.get() + 1);
}

/** To be called when no answer came; the server is asked again until it answers. */
export function reportSilence(): void {
  connection.set('gone');
  if (timer !== undefined) return;
  timer = setTimeout(() => void askAgain(), delayMs);
  delayMs = Math.min(delayMs * 2, mostDelayMs);
}

/** Asks the server for a sign of life, now. */
export async function askAgain(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  try {
    const { status } = await fetch('/api/receiver', { cache: 'no-store' });
    reportAnswer(status === 401 || status === 403);
  } catch {
    reportSilence();
  }
}

/** Whoever comes back to the page wants to know at once; the session may have been opened again elsewhere. */
export function watchReturn(): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && connection.get() !== 'ok') void askAgain();
  });
}
