import { createHash } from 'node:crypto';

/** SHA-256 of the bytes, 32 bytes. */
export const sha256 = (bytes: Uint8Array | string): Buffer =>
  createHash('sha256').update(bytes).digest();

/** SHA-256 of the bytes, 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => sha256(bytes).toString('hex');
