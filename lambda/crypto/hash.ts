import { createHash } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** Digest over the parts as they are, one behind the other. */
export function digestOf(algorithm: string, parts: readonly (string | Uint8Array)[]): Buffer {
  if (algorithm === 'keccak256') return keccak256(parts);
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Keccak-256 as Ethereum uses it: SHA-3 before its padding was changed, which OpenSSL does not have. */
function keccak256(parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = keccak_256.create();
  for (const part of parts) hash.update(Buffer.from(part as Uint8Array));
  return Buffer.from(hash.digest());
}

/** SHA-256 of the bytes, 32 bytes. */
export const sha256 = (bytes: Uint8Array | string): Buffer => digestOf('sha256', [bytes]);

/** SHA-256 of the bytes, 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => sha256(bytes).toString('hex');
