import {
  type AdmittedRequest,
  type KeyedRequest,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
} from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import type { Reason } from '../model/rejection.ts';
import { fetchedKeyOf } from '../model/signature-scheme.ts';
import { requiredSecretFields } from '../model/source.ts';
import { keyAddress } from './key-address.ts';
import type { Ingress } from './ports.ts';

type Stores = Pick<Ingress, 'secrets' | 'publishedKeys'>;

/** Fetches the keys that the source's checks need; fails closed, as 503, when there is none that could be used. */
export async function loadKeys(
  admitted: AdmittedRequest,
  stores: Stores,
): Promise<KeyedRequest | RejectedRequest> {
  try {
    const keyed = await loadSecrets(admitted, stores);
    return keyed.stage === 'rejected' ? keyed : await loadPublishedKeys(keyed, stores);
  } catch (error) {
    if (error instanceof DependencyError) return reject(admitted, 'dependency-down');
    throw error;
  }
}

async function loadSecrets(
  admitted: AdmittedRequest,
  { secrets }: Stores,
): Promise<KeyedRequest | RejectedRequest> {
  if (requiredSecretFields(admitted.source).length === 0) {
    return { ...admitted, stage: 'keyed', secrets: [] };
  }
  const lookup = await secrets.load(admitted.source);
  return lookup.kind === 'found'
    ? { ...admitted, stage: 'keyed', secrets: lookup.secrets }
    : reject(admitted, `secret-${lookup.kind}`);
}

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
    const lookup = await secrets.reloadAfterMismatch(keyed.source);
    return lookup?.kind === 'found' ? await prove({ ...keyed, secrets: lookup.secrets }) : first;
  } catch (error) {
    // The old keys gave a verdict; that newer ones cannot be read does not make the request genuine.
    if (error instanceof DependencyError) return first;
    throw error;
  }
}
