import { useEffect } from 'preact/hooks';
import { receiver } from './receiver.ts';
import { useStore } from './store.ts';

/** Names the view in the browser's tab, and which receiver it shows. */
export function useTitle(view: string): void {
  const shown = useStore(receiver);
  const name = shown?.kind === 'stack' ? shown.name : shown && 'local run';
  useEffect(() => {
    document.title = [view, name, 'Sallyport console'].filter(Boolean).join(' · ');
  }, [view, name]);
}
