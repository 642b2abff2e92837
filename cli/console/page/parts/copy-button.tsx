import { useEffect, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: `id`, `URL`. */
  readonly what: string;
}

const shownMs = 2000;

/** Puts the text into the clipboard, as it is. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), shownMs);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('done');
      announce(`${what} copied`);
    } catch {
      setState('failed');
      announce(`${what} could not be copied`);
    }
  };
  const words = { ready: `Copy ${what}`, done: 'Copied', failed: 'Copy it by hand' };
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <Icon shape={state === 'done' ? 'check' : 'copy'} />
      {words[state]}
    </button>
  );
}
