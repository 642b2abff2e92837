import { createStore } from './store.ts';

/** What a screen reader is told without being asked: results, never single rows of a stream. */
export const announcement = createStore('');

/** Has a screen reader say it, when it has finished what it says now. */
export function announce(text: string): void {
  // The same text twice would not be read again.
  announcement.set(announcement.get() === text ? `${text}\u00a0` : text);
}
