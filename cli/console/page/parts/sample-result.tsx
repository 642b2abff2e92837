import type { SampleReply } from '../api.ts';
import { recordPath } from '../router.ts';
import { visible } from '../visible.ts';
import { Link } from './link.tsx';
import { Notice } from './notice.tsx';

interface SampleResultProps {
  /** What was sent. */
  readonly name: string;
  readonly reply: SampleReply;
}

/** What the receiver answered, whether it should have, and the way to what it recorded. */
export const SampleResult = ({ name, reply }: SampleResultProps) => (
  <Notice
    tone={reply.isAsExpected ? 'good' : 'bad'}
    title={
      reply.isAsExpected
        ? `${name}: the receiver did what it should`
        : `${name}: the receiver did not do what it should`
    }
  >
    <ul class="sample-replies">
      {reply.replies.map(({ httpStatus, message, id }, at) => (
        <li key={`${at} ${id}`}>
          <strong class="number">{httpStatus}</strong> {visible(message)},{' '}
          <Link to={recordPath(id)}>open the record</Link>
        </li>
      ))}
    </ul>
  </Notice>
);
