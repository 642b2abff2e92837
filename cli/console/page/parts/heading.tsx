import type { ComponentChildren } from 'preact';

interface HeadingProps {
  readonly children: ComponentChildren;
  /** What belongs to it and is not its text. */
  readonly tool?: ComponentChildren;
  /** What stands on the other side. */
  readonly aside?: ComponentChildren;
}

/** The view's title, where the focus is put when the view changes. */
export const Heading = ({ children, tool, aside }: HeadingProps) => (
  <div class="heading">
    <div class="heading-title">
      <h1 tabIndex={-1}>{children}</h1>
      {tool}
    </div>
    {aside !== undefined && <div class="heading-aside">{aside}</div>}
  </div>
);
