import type { KeyObject } from 'node:crypto';
import type { JwsAlgorithm } from '../model/signature-scheme.ts';
import type { SigningKey, SigningKeys } from './verdict.ts';

/** Keys that may have signed under this `kid`: a key that has a name of its own must bear it. */
export const namedKeys = (
  keys: SigningKeys,
  keyId: string | undefined,
): readonly (SigningKey & { readonly signing: KeyObject })[] =>
  keys.filter(
    (key): key is SigningKey & { readonly signing: KeyObject } =>
      key.signing !== undefined &&
      (key.keyId === undefined || keyId === undefined || key.keyId === keyId),
  );

const keyTypes: Readonly<Record<string, string>> = {
  RS: 'rsa',
  PS: 'rsa',
  ES: 'ec',
  Ed: 'ed25519',
};

/** Whether the key is of the kind that `algorithm` takes: a public key must never serve as HMAC secret. */
export const isKeyFor = (key: KeyObject, algorithm: string): boolean =>
  algorithm.startsWith('HS')
    ? key.type === 'secret'
    : key.type !== 'secret' && key.asymmetricKeyType === keyTypes[algorithm.slice(0, 2)];

/** Name of the public key that belongs to the one a sample is signed with. */
export const sampleKeyId = 'sample';

/** Protected header of a sample; a public key goes by its name. */
export function sampleHeader(key: KeyObject, algorithms: readonly JwsAlgorithm[]) {
  const alg = algorithmFor(key, algorithms);
  return { alg, ...(key.type === 'secret' ? {} : { kid: sampleKeyId }) };
}

/** The first of the accepted algorithms that the key can sign with. */
function algorithmFor(key: KeyObject, algorithms: readonly JwsAlgorithm[]): JwsAlgorithm {
  const algorithm = algorithms.find((candidate) => isKeyFor(key, candidate));
  if (algorithm === undefined) throw new TypeError(`no key for ${algorithms.join(' or ')}`);
  return algorithm;
}
