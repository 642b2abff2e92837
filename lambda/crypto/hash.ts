import { createHash } from 'node:crypto';

/** Digest over the parts as they are, one behind the other. */
export function digestOf(algorithm: string, parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of the bytes, 32 bytes. */
export const sha256 = (bytes: Uint8Array | string): Buffer => digestOf('sha256', [bytes]);

/** SHA-256 of the bytes, 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => sha256(bytes).toString('hex');
