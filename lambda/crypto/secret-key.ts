import { createSecretKey, type KeyObject } from 'node:crypto';
import type { SecretEncoding } from '../model/signature-scheme.ts';
import { decodeText } from './encoding.ts';

const whsecPrefix = 'whsec_';

/**
 * Key from a stored secret, or undefined when the secret is empty or not written in `encoding`.
 * An empty key is refused here, once: an HMAC under an empty key can be made by anybody.
 */
export function secretKey(secret: string, encoding: SecretEncoding): KeyObject | undefined {
  const bytes = secretBytes(secret, encoding);
  return bytes === undefined || bytes.byteLength === 0 ? undefined : createSecretKey(bytes);
}

function secretBytes(secret: string, encoding: SecretEncoding): Buffer | undefined {
  if (secret.trim() === '') return undefined;
  switch (encoding) {
    case 'utf8':
      return Buffer.from(secret, 'utf8');
    case 'whsec':
      return decodeText(
        secret.startsWith(whsecPrefix) ? secret.slice(whsecPrefix.length) : secret,
        'base64',
      );
    default:
      return decodeText(secret, encoding);
  }
}
