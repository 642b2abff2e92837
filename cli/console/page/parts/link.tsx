import type { ComponentChildren } from 'preact';
import { navigate } from '../router.ts';

interface LinkProps {
  /** A path of ours. */
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  readonly isCurrent?: boolean;
  /** Whether `j` and `k` stop at it. */
  readonly isRow?: boolean;
}

/** A link inside the console: it changes the view without loading the page, and opens in a new tab like any other. */
export function Link({ to, children, label, isCurrent, isRow, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a
      class={rest.class}
      href={to}
      onClick={follow}
      aria-label={label}
      aria-current={isCurrent ? 'page' : undefined}
      data-row={isRow ? to : undefined}
    >
      {children}
    </a>
  );
}
