import type { ComponentChildren } from 'preact';
import { Icon, type Shape } from './icon.tsx';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const shapes: Readonly<Record<Tone, Shape>> = {
  info: 'info',
  good: 'check',
  warn: 'warning',
  bad: 'cross',
};

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Buttons or links: what to do about it. */
  readonly action?: ComponentChildren;
}

/** A box that says what is the case and what to do about it. */
export const Notice = ({ tone, title, children, action }: NoticeProps) => (
  <div class={`notice notice-${tone}`}>
    <Icon shape={shapes[tone]} />
    <div class="notice-text">
      {title !== undefined && <p class="notice-title">{title}</p>}
      {children}
    </div>
    {action !== undefined && <div class="notice-action">{action}</div>}
  </div>
);
