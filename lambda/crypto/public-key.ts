import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicKeyEncoding } from '../model/signature-scheme.ts';
import { decodeText } from './encoding.ts';

/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410 section 4). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex');
const ed25519Bytes = 32;

/** Public key from its text, or undefined when the text is none. A PEM certificate or private key gives the public key in it. */
export function publicKey(text: string, encoding: PublicKeyEncoding): KeyObject | undefined {
  try {
    if (encoding === 'pem' || text.includes('-----BEGIN')) return createPublicKey(text.trim());
    if (encoding === 'jwk') return createPublicKey({ key: JSON.parse(text), format: 'jwk' });
    const der =
      encoding === 'spki-base64' ? decodeText(text.trim(), 'base64') : ed25519Der(text, encoding);
    return der && createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function ed25519Der(text: string, encoding: 'raw-hex' | 'raw-base64'): Buffer | undefined {
  const raw = decodeText(text.trim(), encoding === 'raw-hex' ? 'hex' : 'base64');
  return raw?.byteLength === ed25519Bytes ? Buffer.concat([ed25519Prefix, raw]) : undefined;
}

/** Private key in a PEM text, or undefined when there is none: a receiver holds one for samples of its own only. */
export function privateKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text.trim());
  } catch {
    return undefined;
  }
}
