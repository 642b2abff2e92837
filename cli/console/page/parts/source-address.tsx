import type { SourceView } from '../api.ts';
import { callbacksPath } from '../router.ts';
import { visible } from '../visible.ts';
import { CopyButton } from './copy-button.tsx';
import { Link } from './link.tsx';

/** What the provider is to be given; the form of it where each call or tenant has an address of its own. */
export function SourceAddress({ source }: { readonly source: SourceView }) {
  const { id, url, takesCallbacks, tenants } = source;
  if (takesCallbacks)
    return (
      <>
        <dt>Addresses</dt>
        <dd>
          <code class="url">{visible(url)}</code> each for the answer to one call
        </dd>
        <dt>Mint one</dt>
        <dd>
          <code>npx sallyport callbacks create {visible(id)} --ref REF --ttl 15m</code>
        </dd>
        <dt>Callbacks</dt>
        <dd>
          <Link to={callbacksPath(id)}>look one up by its ref</Link>
        </dd>
      </>
    );
  return (
    <>
      <dt>{tenants === undefined ? 'URL for the provider' : 'Addresses'}</dt>
      <dd>
        <code class="url">{visible(url)}</code>{' '}
        {tenants === undefined ? <CopyButton text={url} what="URL" /> : 'one for each tenant'}
      </dd>
    </>
  );
}
