import {
  type FreshRequest,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
  withPassed,
} from '../model/delivery.ts';
import { type Clock, secondsToMs } from '../model/time.ts';

/**
 * Passes a request whose signed timestamp lies within the scheme's tolerance of our clock, both edges included.
 * Schemes without a timestamp rely on the duplicate guard instead.
 */
export function checkFreshness(
  verified: VerifiedRequest,
  clock: Clock,
): FreshRequest | RejectedRequest {
  const { signature } = verified.source;
  if (signature?.kind !== 'hmac-timestamped') return { ...verified, stage: 'fresh' };
  if (verified.signedAtMs === undefined) return reject(verified, 'timestamp-missing', 'freshness');
  const ageMs = clock.nowMs() - verified.signedAtMs;
  const toleranceMs = secondsToMs(signature.toleranceSeconds);
  if (ageMs > toleranceMs) return reject(verified, 'stale', 'freshness');
  if (ageMs < -toleranceMs) return reject(verified, 'from-the-future', 'freshness');
  return { ...verified, stage: 'fresh', checks: withPassed(verified.checks, 'freshness') };
}
