import {
  alternatives,
  type PublicKeyEncoding,
  type SecretEncoding,
  type SecretTransform,
  type SignatureScheme,
} from './signature-scheme.ts';

/** How the stored secret becomes the key of a scheme. */
export interface StoredKeyForm {
  readonly encoding: SecretEncoding | PublicKeyEncoding;
  readonly transform?: SecretTransform;
}

/** Form of the stored key; undefined where the sender publishes its key and nothing is stored. All alternatives share one key. */
export function storedKeyForm(scheme: SignatureScheme): StoredKeyForm | undefined {
  for (const one of alternatives(scheme)) {
    if ('key' in one) {
      if ('stored' in one.key) return { encoding: one.key.stored };
    } else {
      const { secretTransform: transform } = one;
      const encoding = one.kind === 'hmac' ? (one.secretEncoding ?? 'utf8') : 'utf8';
      return { encoding, ...(transform && { transform }) };
    }
  }
  return undefined;
}
