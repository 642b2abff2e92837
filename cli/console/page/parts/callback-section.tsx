import type { CallbackView } from '../api.ts';
import { callbacksPath } from '../router.ts';
import { visible } from '../visible.ts';
import { Link } from './link.tsx';
import { Section } from './section.tsx';
import { Sent, SentLines } from './sent.tsx';

interface CallbackSectionProps {
  readonly source: string;
  readonly callback: CallbackView;
}

/** The callback that this delivery answered, or that nobody answered, with what its caller keeps at hand. */
export const CallbackSection = ({ source, callback }: CallbackSectionProps) => (
  <Section
    title="Callback"
    aside={
      <span class="section-aside">
        <Link to={callbacksPath(source, callback.ref)}>
          All of <bdi>{visible(callback.ref)}</bdi>
        </Link>
      </span>
    }
  >
    <dl class="callback">
      <dt>Ref</dt>
      <dd class="mono">
        <Sent text={callback.ref} />
      </dd>
      <dt>State</dt>
      <dd>{callback.isExpiry ? 'expired: no answer came in time' : 'answered by this delivery'}</dd>
      {!callback.isExpiry && (
        <>
          <dt>Use</dt>
          <dd>
            {callback.uses === undefined ? callback.use : `${callback.use} of ${callback.uses}`}
          </dd>
        </>
      )}
      <dt>Data</dt>
      <dd>
        {callback.data === undefined ? 'none is on record' : <SentLines text={callback.data} />}
      </dd>
    </dl>
  </Section>
);
