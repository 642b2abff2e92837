import type { CheckView } from '../api.ts';
import { visible } from '../visible.ts';
import { Icon } from './icon.tsx';
import { Section } from './section.tsx';

/** How each check came out. */
export const Checks = ({ checks }: { readonly checks: readonly CheckView[] }) => (
  <Section title="Checks">
    {checks.length === 0 ? (
      <p class="nothing">No check ran.</p>
    ) : (
      <ul class="checks">
        {checks.map(({ check, result, meaning }) => (
          <li key={check} class={`check-${tones[result] ?? 'other'}`}>
            <Icon shape={shapes[result] ?? 'minus'} />
            <div>
              <p>
                <strong>{visible(check)}</strong>{' '}
                <span class="check-result">{visible(result)}</span>
              </p>
              <p class="check-meaning">{visible(meaning)}</p>
            </div>
          </li>
        ))}
      </ul>
    )}
  </Section>
);

const tones: Readonly<Record<string, string>> = { passed: 'good', failed: 'bad' };
const shapes: Readonly<Record<string, 'check' | 'cross'>> = { passed: 'check', failed: 'cross' };
