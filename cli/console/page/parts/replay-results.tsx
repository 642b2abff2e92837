import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../format-amount.ts';
import type { ReplayResult } from '../replay.ts';
import { recordPath } from '../router.ts';
import { visible } from '../visible.ts';
import { replayNoun } from '../ways.ts';
import { Link } from './link.tsx';
import { Notice } from './notice.tsx';

const countOf = (results: readonly ReplayResult[], result: ReplayResult['result']): number =>
  results.filter((each) => each.result === result).length;

/** How many were replayed, and how many were not. */
export function resultSentence(results: readonly ReplayResult[]): string {
  const already = countOf(results, 'already');
  const refused = countOf(results, 'refused');
  return [
    `${plural(countOf(results, 'replayed'), replayNoun(results.map(({ id }) => id)))} replayed`,
    ...(already > 0 ? [`${already} by this order before`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ].join(', ');
}

interface ReplayResultsProps {
  readonly results: readonly ReplayResult[];
  readonly onClose: () => void;
}

/** What became of a replay, with the reason for each that was refused. */
export function ReplayResults({ results, onClose }: ReplayResultsProps) {
  const refused = results.filter(({ result }) => result === 'refused');
  const close = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => close.current?.focus(), []);
  return (
    <>
      <Notice tone={refused.length === 0 ? 'good' : 'warn'} title={resultSentence(results)}>
        {refused.length > 0 && (
          <ul class="refused">
            {refused.map(({ id, why }) => (
              <li key={id}>
                <Link class="mono" to={recordPath(id)}>
                  {visible(id)}
                </Link>
                : {visible(why ?? 'no reason given')}
              </li>
            ))}
          </ul>
        )}
      </Notice>
      <div class="dialog-actions">
        <button ref={close} type="button" class="primary" onClick={onClose}>
          Close
        </button>
      </div>
    </>
  );
}
