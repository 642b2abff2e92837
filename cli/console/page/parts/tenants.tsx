import type { TenantsView } from '../api.ts';
import { formatCount, plural } from '../format-amount.ts';
import { useSources } from '../receiver.ts';
import { visible } from '../visible.ts';

interface TenantsProps {
  readonly source: string;
  readonly tenants: TenantsView;
}

/** How many tenants a source has, and how it gets one more. */
export function Tenants({ source, tenants }: TenantsProps) {
  const isUnreadable = useSources().some(
    ({ id, secret }) => id === source && secret.state === 'unreadable',
  );
  return (
    <>
      <dt>Tenants</dt>
      <dd>
        {isUnreadable ? 'they could not be read' : countOf(tenants)}. Create one with{' '}
        <code>npx sallyport tenants create {visible(source)} TENANT</code>
      </dd>
    </>
  );
}

function countOf({ names, withoutSecret, hasMore }: TenantsView): string {
  const count = names.length + withoutSecret;
  const all = hasMore ? `${formatCount(count)}+ tenants` : plural(count, 'tenant');
  if (withoutSecret === 0) return all;
  return `${all}, ${formatCount(withoutSecret)} of them without a secret`;
}
