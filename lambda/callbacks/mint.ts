import { randomBytes } from 'node:crypto';
import type { NewCallback } from '../aws/callback-store.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { callbackTokenBytes } from '../model/callback.ts';
import { secondsToMs, toIso } from '../model/time.ts';
import { checkOrder } from './order.ts';

/** What whoever minted a callback gets: the address for the other side, and what he waits by. */
export interface MintedCallback {
  /** Holds the token, a secret until it was answered: give it to the one who answers, and to nobody else. */
  readonly url: string;
  readonly ref: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** Where and when a callback is minted. */
export interface Minting {
  readonly sourceId: string;
  /** Where this source's callbacks are answered: the token stands behind it. */
  readonly address: string;
  readonly retentionDays: number;
  readonly nowMs: number;
  /** A fresh ULID for this instant. */
  readonly id: string;
  /** See `NewCallback`. */
  readonly isSample?: true;
}

/**
 * A callback as the table keeps it, with the digest of its token alone, and as its caller gets it, with the token in its address.
 * @throws ConfigError with one line for each thing that is wrong with the order.
 */
export function mintCallback(
  order: unknown,
  { address, nowMs, ...kept }: Minting,
): { readonly callback: NewCallback; readonly minted: MintedCallback } {
  const { ttlSeconds, ...ordered } = checkOrder(order);
  const token = randomBytes(callbackTokenBytes).toString('base64url');
  const expiresAtMs = nowMs + secondsToMs(ttlSeconds);
  return {
    callback: { ...ordered, ...kept, digest: sha256Hex(token), expiresAtMs },
    minted: { url: `${address}/${token}`, ref: ordered.ref, expiresAt: toIso(expiresAtMs) },
  };
}
