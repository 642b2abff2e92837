/** Shapes on a field of 16 by 16, each one path. */
const shapes = {
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z',
  half: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Zm0 0v11M8 5h3M8 8h5M8 11h3',
  check: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM5.4 8.2l1.9 1.9 3.5-4',
  cross: 'M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  shield: 'M8 1.8 3 3.6v4c0 3.2 2 5.4 5 6.6 3-1.2 5-3.4 5-6.6v-4ZM5.5 8h5',
  copies: 'M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3',
  warning: 'M8 2 1.8 13.5h12.4ZM8 6.5v3.2M8 11.4v.4',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 7.4v3.4M8 5.2v.4',
  copy: 'M6 5h7.5v9H6ZM10 5V2H2.5v9H6',
  back: 'M10 3 5 8l5 5',
  lock: 'M4 7.5h8v6H4ZM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6l7.5-4.8Z',
  up: 'M8 13V3.5M4 7.2l4-4 4 4',
  filter: 'M2.5 3.5h11l-4.3 5v4.5l-2.4-1.4V8.5Z',
  replay: 'M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3h3',
  minus: 'M4 8h8',
} as const;

export type Shape = keyof typeof shapes;

/** A drawing beside a text that says the same; screen readers pass over it. */
export const Icon = ({ shape }: { readonly shape: Shape }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={shapes[shape]} />
  </svg>
);
