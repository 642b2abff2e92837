import { visible, visibleLines } from '../visible.ts';

/** One line of text that a sender may have chosen: nothing in it is invisible, and its direction does not reach its neighbours. */
export const Sent = ({ text }: { readonly text: string }) => <bdi>{visible(text)}</bdi>;

/** Text of several lines that a sender or a handler may have chosen. Long lines wrap, so that it needs no scrolling of its own. */
export const SentLines = ({ text }: { readonly text: string }) => (
  <pre class="lines">
    <bdi>{visibleLines(text)}</bdi>
  </pre>
);
