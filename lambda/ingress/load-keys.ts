import {
  type AwaitedRequest,
  type KeyedRequest,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
} from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import type { Reason } from '../model/rejection.ts';
import { fetchedKeyOf } from '../model/signature-scheme.ts';
import { requiredSecretFields } from '../model/source.ts';
import { secretOwner } from '../model/tenant.ts';
import { keyAddress } from './key-address.ts';
import type { Ingress, SecretLookup } from './ports.ts';

type Stores = Pick<Ingress, 'secrets' | 'publishedKeys'>;

/** Fetches the keys that the source's checks need; fails closed, as 503, when there is none that could be used. */
export async function loadKeys(
  awaited: AwaitedRequest,
  stores: Stores,
): Promise<KeyedRequest | RejectedRequest> {
  try {
    const keyed = await loadSecrets(awaited, stores);
    return keyed.stage === 'rejected' ? keyed : await loadPublishedKeys(keyed, stores);
  } catch (error) {
    if (error instanceof DependencyError) return reject(awaited, 'dependency-down');
    throw error;
  }
}

async function loadSecrets(
  awaited: AwaitedRequest,
  { secrets }: Stores,
): Promise<KeyedRequest | RejectedRequest> {
  const owner = secretOwner(awaited.source, awaited.request);
  if (owner === undefined) return reject(awaited, 'tenant-unknown');
  if (requiredSecretFields(owner).length === 0) {
    return { ...awaited, stage: 'keyed', secrets: [] };
  }
  const lookup = await secrets.load(owner);
  return lookup.kind === 'found'
    ? { ...awaited, stage: 'keyed', secrets: lookup.secrets }
    : reject(awaited, reasonOfLack(lookup.kind));
}

/** The reason on record where there is no secret to prove a request with. */
const reasonOfLack = (kind: Exclude<SecretLookup['kind'], 'found'>): Reason =>
  kind === 'not-set' || kind === 'invalid' ? `secret-${kind}` : `tenant-${kind}`;

async function loadPublishedKeys(
  keyed: KeyedRequest,
  { publishedKeys }: Stores,
): Promise<KeyedRequest | RejectedRequest> {
  const { signature } = keyed.source;
  const fetched = signature && fetchedKeyOf(signature);
  if (fetched === undefined) return keyed;
  const place = keyAddress(fetched, keyed.request, keyed.source);
  if (typeof place === 'string') return reject(keyed, place, 'signature');
  return { ...keyed, publishedKeys: await publishedKeys.load({ ...fetched, ...place }) };
}

/** Failures that a secret rotated a moment ago would explain. */
const explainedByRotation: readonly Reason[] = ['token-mismatch', 'signature-mismatch'];

/** The verdict of `prove`, taken once more over the newest secrets when the first failed in a way that a rotation explains. */
export async function retryWithReloadedKeys(
  keyed: KeyedRequest,
  { secrets, publishedKeys }: Stores,
  prove: (keyed: KeyedRequest) => Promise<VerifiedRequest | RejectedRequest>,
): Promise<VerifiedRequest | RejectedRequest> {
  const first = await prove(keyed);
  if (first.stage !== 'rejected' || !explainedByRotation.includes(first.reason)) return first;
  try {
    if (keyed.publishedKeys !== undefined) {
      const newer = await publishedKeys.reloadAfterMismatch(keyed.publishedKeys);
      return newer === undefined ? first : await prove({ ...keyed, publishedKeys: newer });
    }
    const owner = secretOwner(keyed.source, keyed.request);
    const lookup = owner && (await secrets.reloadAfterMismatch(owner));
    return lookup?.kind === 'found' ? await prove({ ...keyed, secrets: lookup.secrets }) : first;
  } catch (error) {
    // The old keys gave a verdict; that newer ones cannot be read does not make the request genuine.
    if (error instanceof DependencyError) return first;
    throw error;
  }
}
