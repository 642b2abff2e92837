import type { RecordDetail } from '../api.ts';
import { visible } from '../visible.ts';
import { Notice } from './notice.tsx';

/** Why the request was refused, and what to do about it. */
export function Explanation({ detail }: { readonly detail: RecordDetail }) {
  const { explanation } = detail;
  if (explanation === undefined) return null;
  return (
    <Notice tone="warn" title="Why it was refused">
      <dl class="explanation">
        <dt>Likeliest cause</dt>
        <dd>{visible(explanation.cause)}</dd>
        <dt>What to do</dt>
        <dd>{visible(explanation.next)}</dd>
      </dl>
    </Notice>
  );
}
