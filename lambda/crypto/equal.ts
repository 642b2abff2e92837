import { timingSafeEqual } from 'node:crypto';

/** True when both hold the same bytes. The time taken depends on the lengths only, which are public for digests. */
export function equalDigests(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}
