import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import type { SecretEncoding, SecretTransform } from '../model/signature-scheme.ts';
import { decodeText } from './encoding.ts';

const whsecPrefix = 'whsec_';

/**
 * Key from a stored secret, or undefined when the secret is empty or not written in `encoding`.
 * An empty key is refused here, once: an HMAC under an empty key can be made by anybody.
 */
export function secretKey(
  secret: string,
  encoding: SecretEncoding,
  transform?: SecretTransform,
): KeyObject | undefined {
  if (secret.trim() === '') return undefined;
  const bytes = secretBytes(secret, encoding);
  if (bytes === undefined || bytes.byteLength === 0) return undefined;
  return createSecretKey(transform === undefined ? bytes : transformed(bytes, transform));
}

function secretBytes(secret: string, encoding: SecretEncoding): Buffer | undefined {
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

function transformed(bytes: Buffer, transform: SecretTransform): Buffer {
  const text = bytes.toString('utf8');
  switch (transform) {
    case 'sha1':
    case 'sha256':
      return createHash(transform).update(bytes).digest();
    case 'lower':
      return Buffer.from(text.toLowerCase());
    case 'nfkd':
      return Buffer.from(text.normalize('NFKD'));
    case 'ampersand':
      return Buffer.from(`${text}&`);
  }
}
