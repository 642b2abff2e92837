import type { EventItem } from '../lambda/aws/audit-items.ts';
import { decodeBody } from '../lambda/aws/body-codec.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import { type Circumstances, type Explanation, explainRejection } from './explain-rejection.ts';
import { readSecret, readSecretVersion } from './source-secrets.ts';
import { sourceOf, type Target } from './target.ts';

/** Why a request was refused, from its record, the body that was kept of it, and the secrets as they are now. */
export async function explainRecord(
  target: Target,
  record: AuditRecord,
  { body, bodyEncoding }: Pick<Partial<EventItem>, 'body' | 'bodyEncoding'>,
): Promise<Explanation> {
  const kept = body && bodyEncoding && decodeBody({ encoding: bodyEncoding, bytes: body });
  return explainRejection(record, await circumstancesOf(target, record, kept));
}

async function circumstancesOf(
  target: Target,
  record: AuditRecord,
  body: Uint8Array | undefined,
): Promise<Circumstances> {
  const source = sourceOf(target, record.source);
  const { tenant } = record;
  const owner = tenant === undefined ? source : { ...source, tenant };
  const previous = await readSecretVersion(target, owner, 'AWSPREVIOUS');
  const others = target.sources.filter(({ id, tenants }) => id !== source.id && !tenants);
  const otherSecrets = await Promise.all(
    others.map(async (other) => [other.id, await readSecret(target, other)] as const),
  );
  return {
    source: owner,
    secrets: [
      { label: 'current', fields: await readSecret(target, owner) },
      ...(previous ? [{ label: 'previous', fields: previous }] : []),
    ],
    otherSecrets: new Map(otherSecrets),
    ...(body && { body }),
  };
}
