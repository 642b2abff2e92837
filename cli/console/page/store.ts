import { useLayoutEffect, useState } from 'preact/hooks';

/** A value that tells its listeners when it is replaced. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Answers with what ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** A store; setting it to what it holds already tells nobody. */
export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value; the component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, setSeen] = useState(0);
  const value = store.get();
  useLayoutEffect(() => {
    const renderAgain = () => setSeen((seen) => seen + 1);
    // It may have changed between the rendering and now.
    if (!Object.is(store.get(), value)) renderAgain();
    return store.subscribe(renderAgain);
  }, [store]);
  return value;
}
