import {
  type AdmittedRequest,
  type KeyedRequest,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
} from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import type { Reason } from '../model/rejection.ts';
import { requiredSecretFields } from '../model/source.ts';
import type { SecretStore } from './ports.ts';

/** Fetches the secrets that the source's checks need; fails closed, as 503, when there is none that could be used. */
export async function loadKeys(
  admitted: AdmittedRequest,
  store: SecretStore,
): Promise<KeyedRequest | RejectedRequest> {
  if (requiredSecretFields(admitted.source).length === 0) {
    return { ...admitted, stage: 'keyed', secrets: [] };
  }
  try {
    const lookup = await store.load(admitted.source);
    return lookup.kind === 'found'
      ? { ...admitted, stage: 'keyed', secrets: lookup.secrets }
      : reject(admitted, `secret-${lookup.kind}`);
  } catch (error) {
    if (error instanceof DependencyError) return reject(admitted, 'dependency-down');
    throw error;
  }
}

/** Failures that a secret rotated a moment ago would explain. */
const explainedByRotation: readonly Reason[] = ['token-mismatch', 'signature-mismatch'];

/** The verdict of `prove`, taken once more over the newest secrets when the first failed in a way that a rotation explains. */
export async function retryWithReloadedKeys(
  keyed: KeyedRequest,
  store: SecretStore,
  prove: (keyed: KeyedRequest) => VerifiedRequest | RejectedRequest,
): Promise<VerifiedRequest | RejectedRequest> {
  const first = prove(keyed);
  if (first.stage !== 'rejected' || !explainedByRotation.includes(first.reason)) return first;
  try {
    const lookup = await store.reloadAfterMismatch(keyed.source);
    return lookup?.kind === 'found' ? prove({ ...keyed, secrets: lookup.secrets }) : first;
  } catch (error) {
    // The old secrets gave a verdict; that newer ones cannot be read does not make the request genuine.
    if (error instanceof DependencyError) return first;
    throw error;
  }
}
