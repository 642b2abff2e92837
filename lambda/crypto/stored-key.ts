import type { KeyObject } from 'node:crypto';
import {
  type PublicKeyEncoding,
  publicKeyEncodings,
  type SecretEncoding,
} from '../model/signature-scheme.ts';
import type { StoredKeyForm } from '../model/stored-key-form.ts';
import { publicKey } from './public-key.ts';
import { secretKey } from './secret-key.ts';

/** The key that verifies, from what the secret store holds; undefined when that is empty or not in the form that the scheme states. */
export function storedKey(
  text: string,
  { encoding, transform }: StoredKeyForm,
): KeyObject | undefined {
  return isPublic(encoding) ? publicKey(text, encoding) : secretKey(text, encoding, transform);
}

const isPublic = (encoding: SecretEncoding | PublicKeyEncoding): encoding is PublicKeyEncoding =>
  publicKeyEncodings.some((known) => known === encoding);
