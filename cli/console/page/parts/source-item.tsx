import { useState } from 'preact/hooks';
import type { SourceView } from '../api.ts';
import { formatDuration } from '../format-amount.ts';
import { formatAge } from '../format-time.ts';
import { visible } from '../visible.ts';
import { Destinations } from './destinations.tsx';
import { Link } from './link.tsx';
import { Notice } from './notice.tsx';
import { SampleForm } from './sample-form.tsx';
import { SecretBadge, secretSentence } from './secret-state.tsx';
import { SourceAddress } from './source-address.tsx';
import { Tenants } from './tenants.tsx';

interface SourceItemProps {
  readonly source: SourceView;
  readonly startsOpen: boolean;
}

/** A source as a line that opens. What is inside is made only then: there can be hundreds. */
export function SourceItem({ source, startsOpen }: SourceItemProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const { id, provider, secret, lastSeenAt, isSilent } = source;
  const turn = (event: MouseEvent) => {
    // Left to the browser it would open empty, and be filled a moment later.
    event.preventDefault();
    setOpen(!isOpen);
  };
  return (
    <li>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a control, and keys click it */}
        <summary data-row={`source ${id}`} data-list-row onClick={turn}>
          <span class="source-id">{visible(id)}</span>
          <span class="source-provider">{visible(provider)}</span>
          <SecretBadge secret={secret} />
          <span class="source-seen">
            {isSilent && <span class="badge badge-warn">silent</span>}
            {lastSeenAt === undefined ? (
              <span class="muted">nothing received</span>
            ) : (
              <time dateTime={lastSeenAt} title={visible(lastSeenAt)}>
                {formatAge(lastSeenAt)}
              </time>
            )}
          </span>
        </summary>
        {isOpen && <SourceDetails source={source} />}
      </details>
    </li>
  );
}

function SourceDetails({ source }: { readonly source: SourceView }) {
  const { id, methods, checks, isSilent, expectEverySeconds, tenants, destinations } = source;
  return (
    <div class="source-details">
      {isSilent && expectEverySeconds !== undefined && (
        <Notice
          tone="warn"
          title={`Nothing was accepted for longer than ${formatDuration(expectEverySeconds * 1000)}`}
        >
          <p>
            Ask the provider whether it sends, and look whether its{' '}
            <Link to={`/?source=${encodeURIComponent(id)}`}>deliveries</Link> are rejected.
          </p>
        </Notice>
      )}
      <dl class="source-facts">
        <SourceAddress source={source} />
        <dt>Methods</dt>
        <dd>{methods.map(visible).join(', ')}</dd>
        <dt>Checks</dt>
        <dd>
          <ol class="source-checks">
            {checks.map((check) => (
              <li key={check}>{visible(check)}</li>
            ))}
          </ol>
        </dd>
        <dt>Secret</dt>
        <dd>{secretSentence(source)}</dd>
        {tenants !== undefined && <Tenants source={id} tenants={tenants} />}
        {expectEverySeconds !== undefined && (
          <>
            <dt>Silence</dt>
            <dd>is an alarm after {formatDuration(expectEverySeconds * 1000)}</dd>
          </>
        )}
        {destinations.length > 0 && (
          <>
            <dt>Destinations</dt>
            <dd>
              <Destinations destinations={destinations} />
            </dd>
          </>
        )}
        <dt>Deliveries</dt>
        <dd>
          <Link to={`/?source=${encodeURIComponent(id)}`}>all of this source</Link>
        </dd>
      </dl>
      <SampleForm source={source} />
    </div>
  );
}
