import type { ComponentChildren } from 'preact';

interface ScrollBoxProps {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A place that scrolls by itself where what is inside is too large; the keyboard reaches it. */
export const ScrollBox = ({ label, children, ...rest }: ScrollBoxProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls needs the focus to be scrolled by keys
  <section class={`scroll-box ${rest.class ?? ''}`} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
