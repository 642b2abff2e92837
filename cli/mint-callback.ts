import { issueCallback } from '../lambda/callbacks/issue.ts';
import type { MintedCallback } from '../lambda/callbacks/mint.ts';
import type { Source } from '../lambda/model/source.ts';
import { systemClock } from '../lambda/model/time.ts';
import type { Target } from './target.ts';

type MintTarget = Pick<Target, 'dynamoDb' | 'auditTable' | 'urlOf' | 'isLocal'>;

/** Days a callback's item outlives its time; the record of the answer has its own. */
const retentionDays = 90;

/**
 * Mints a callback at the target, as a service would.
 * @throws ConfigError with one line for each thing that is wrong with the order.
 */
export function mintOn(
  target: MintTarget,
  { id, publicUrl }: Source,
  order: unknown,
  isSample?: true,
): Promise<MintedCallback> {
  // A local run is reached where it listens, whatever address the provider was given.
  const address = (target.isLocal ? undefined : publicUrl) ?? target.urlOf(id);
  return issueCallback({ client: target.dynamoDb, table: target.auditTable }, order, {
    sourceId: id,
    address,
    retentionDays,
    clock: systemClock,
    ...(isSample && { isSample }),
  });
}

/** Token of a callback that is there for a sample alone. */
export async function sampleToken(target: MintTarget, source: Source): Promise<string> {
  const { url } = await mintOn(target, source, { ref: 'sample', ttl: '15m' }, true);
  return url.slice(url.lastIndexOf('/') + 1);
}
