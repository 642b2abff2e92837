import type { ComponentChildren } from 'preact';
import type { Loaded } from '../use-loaded.ts';
import { visible } from '../visible.ts';
import { Notice } from './notice.tsx';

interface LoadedViewProps<T> {
  readonly loaded: Loaded<T>;
  readonly reload: () => void;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded, or that it is being loaded, or why it could not be. */
export function LoadedView<T>({ loaded, reload, children }: LoadedViewProps<T>) {
  if (loaded.kind === 'loading') return <Loading />;
  return (
    <>
      {loaded.kind === 'ready' && loaded.error !== undefined && (
        <Trouble error={`What you see may be old: ${loaded.error}`} retry={reload} />
      )}
      {loaded.kind === 'failed' ? (
        <Trouble error={loaded.error} retry={reload} />
      ) : (
        children(loaded.value)
      )}
    </>
  );
}

/** Shown with a delay, so that a quick answer does not flicker. */
export const Loading = ({ text = 'Loading' }: { readonly text?: string }) => (
  <p class="loading">
    <span class="spinner" aria-hidden="true" />
    {text}…
  </p>
);

interface TroubleProps {
  readonly error: string;
  readonly retry: () => void;
}

/** Something that did not work, and the way to try it again. */
export const Trouble = ({ error, retry }: TroubleProps) => (
  <Notice
    tone="bad"
    action={
      <button type="button" onClick={retry}>
        Try again
      </button>
    }
  >
    <p role="alert">{visible(error)}</p>
  </Notice>
);
