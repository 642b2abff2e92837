import { decodeText } from '../crypto/encoding.ts';
import { equalDigests } from '../crypto/equal.ts';
import { hmac } from '../crypto/hmac.ts';
import type { SecretLabel } from '../model/delivery.ts';
import type { HmacAlgorithm, SignatureEncoding } from '../model/signature-scheme.ts';
import type { SigningKeys } from './verdict.ts';

interface Expected {
  readonly algorithm: HmacAlgorithm;
  readonly encoding: SignatureEncoding;
  readonly keys: SigningKeys;
  readonly content: readonly (string | Uint8Array)[];
}

export type MacMatch =
  | { readonly kind: 'match'; readonly secretVersion: SecretLabel }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'mismatch' };

/** Whether any candidate signature is the MAC of the content under any of the keys. One MAC a key, whatever was sent. */
export function matchMac(candidates: readonly string[], expected: Expected): MacMatch {
  const decoded = candidates.map((text) => decodeText(text, expected.encoding));
  const signatures = decoded.filter((bytes) => bytes !== undefined);
  if (signatures.length === 0) return { kind: 'malformed' };
  for (const version of expected.keys) {
    if (version.signing === undefined) continue;
    const mac = hmac(expected.algorithm, version.signing, expected.content);
    if (signatures.some((signature) => equalDigests(signature, mac))) {
      return { kind: 'match', secretVersion: version.label };
    }
  }
  return { kind: 'mismatch' };
}
