import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SectionProps {
  readonly title: string;
  readonly count?: number;
  readonly aside?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A part of a view under its own title. */
export function Section({ title, count, aside, children, ...rest }: SectionProps) {
  const titleId = useId();
  return (
    <section class={`section ${rest.class ?? ''}`} aria-labelledby={titleId}>
      <div class="section-head">
        <h2 id={titleId}>
          {title}
          {count !== undefined && <span class="count"> {count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
