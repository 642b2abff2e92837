import type { TimelineStep } from '../api.ts';
import { formatDuration } from '../format-amount.ts';
import { firstLine, shortened, visible, visibleLines } from '../visible.ts';
import { Instant } from './instant.tsx';
import { Section } from './section.tsx';

interface TimelineProps {
  readonly steps: readonly TimelineStep[];
  /** The last step lasts. */
  readonly isOpen: boolean;
}

interface Span {
  readonly startMs: number;
  readonly lengthMs: number;
}

/** What happened when, each step with a bar as long as it took. */
export function Timeline({ steps, isOpen }: TimelineProps) {
  const whole = spanOf(steps);
  return (
    <Section
      title="Timeline"
      aside={<span class="section-aside">{formatDuration(whole.lengthMs)} in all</span>}
    >
      <ol class="timeline">
        {steps.map((step, at) => (
          <Step
            key={`${at} ${step.what}`}
            step={step}
            whole={whole}
            lasts={isOpen && at === steps.length - 1}
          />
        ))}
      </ol>
    </Section>
  );
}

function spanOf(steps: readonly TimelineStep[]): Span {
  const starts = steps.map(({ at }) => Date.parse(at));
  const ends = steps.map(({ at, durationMs = 0 }) => Date.parse(at) + durationMs);
  const startMs = Math.min(...starts);
  return { startMs, lengthMs: steps.length === 0 ? 0 : Math.max(...ends) - startMs };
}

interface StepProps {
  readonly step: TimelineStep;
  readonly whole: Span;
  readonly lasts: boolean;
}

function Step({ step, whole, lasts }: StepProps) {
  const { what, label, at, durationMs, note, tone } = step;
  const afterMs = Date.parse(at) - whole.startMs;
  return (
    <li class={`step step-${what} tone-${tone}`}>
      <span class="step-label">{visible(label)}</span>
      <span class="step-at" title={visible(at)}>
        {afterMs === 0 ? <Instant iso={at} /> : `+${formatDuration(afterMs)}`}
      </span>
      <span class="step-track" aria-hidden="true">
        <span class={durationMs === undefined ? 'point' : 'bar'} style={placeOf(step, whole)} />
      </span>
      <span class="step-took">
        {durationMs === undefined ? lasts && 'lasts' : formatDuration(durationMs)}
      </span>
      {note !== undefined && (
        <bdi class="step-note" title={visibleLines(note.slice(0, 500))}>
          {shortened(firstLine(note))}
        </bdi>
      )}
    </li>
  );
}

function placeOf({ at, durationMs = 0 }: TimelineStep, { startMs, lengthMs }: Span) {
  const share = (ms: number) => (lengthMs === 0 ? 0 : Math.min(100, (ms / lengthMs) * 100));
  return {
    insetInlineStart: `${share(Date.parse(at) - startMs)}%`,
    inlineSize: durationMs === 0 ? undefined : `${share(durationMs)}%`,
  };
}
