import type { KeyObject } from 'node:crypto';
import type { SecretStore } from '../../ingress/ports.ts';
import { signerOf } from '../../model/destination-signer.ts';
import type { Clock } from '../../model/time.ts';

/** Nobody's request can mismatch here. */
const reloadSeconds = Infinity;

/**
 * Keys that events of a source are signed with on their way to an https destination: all live versions, the newest first, kept some minutes. The
 * client is loaded by the first event that goes to such a one.
 * The reader throws when the secret is not set, not in the form `whsec_…`, or cannot be read.
 */
export function signingKeys(secretPrefix: string, clock: Clock) {
  let store: Promise<SecretStore> | undefined;
  const made = async (): Promise<SecretStore> => {
    const [{ secretReader, secretWriter }, { secretCache }] = await Promise.all([
      import('../secrets-manager.ts'),
      import('../secret-cache.ts'),
    ]);
    const settings = { clock, reloadSeconds };
    return secretCache(secretReader(secretPrefix), secretWriter(secretPrefix), settings);
  };
  return async (sourceId: string, destination: string): Promise<readonly KeyObject[]> => {
    store ??= made();
    const signer = signerOf(sourceId, destination);
    const lookup = await (await store).load(signer);
    if (lookup.kind !== 'found')
      throw new Error(
        `the secret ${secretPrefix}${signer.id} is ${lookup.kind === 'invalid' ? 'not whsec_ and base64' : 'not set'}: store one with sallyport secrets set ${signer.id}`,
      );
    return lookup.secrets.flatMap(({ signing }) => signing ?? []);
  };
}
