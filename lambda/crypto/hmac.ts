import { createHmac, type KeyObject } from 'node:crypto';

/**
 * HMAC (RFC 2104) over the parts as they are: nothing is concatenated or re-encoded, so the MAC covers the very bytes that arrived.
 * The key is a `KeyObject` because a byte key costs Node 24 several times the MAC itself.
 */
export function hmac(
  algorithm: string,
  key: KeyObject,
  parts: readonly (string | Uint8Array)[],
): Buffer {
  const mac = createHmac(algorithm, key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
