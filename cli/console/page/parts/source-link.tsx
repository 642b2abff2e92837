import { useSources } from '../receiver.ts';
import { visible } from '../visible.ts';
import { Link } from './link.tsx';

/** Leads to the deliveries of a source; only its name where it is not configured, or not any more. */
export function SourceLink({ id }: { readonly id: string }) {
  const isConfigured = useSources().some((source) => source.id === id);
  if (!isConfigured) return <bdi>{visible(id)}</bdi>;
  return <Link to={`/?source=${encodeURIComponent(id)}`}>{visible(id)}</Link>;
}
