import {
  type FreshRequest,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
  withPassed,
} from '../model/delivery.ts';
import { checksTime } from '../model/signature-coverage.ts';
import { type Clock, type SignedTime, secondsToMs } from '../model/time.ts';

/**
 * Passes a request whose signed timestamp lies within tolerance of our clock, both edges included, and whose token still holds.
 * Schemes without a timestamp rely on the duplicate guard instead.
 */
export function checkFreshness(
  verified: VerifiedRequest,
  clock: Clock,
): FreshRequest | RejectedRequest {
  const { signedTime, source } = verified;
  const { signature } = source;
  if (signedTime === undefined) {
    const isMissing = signature !== undefined && signature.kind !== 'any' && checksTime(signature);
    return isMissing
      ? reject(verified, 'timestamp-missing', 'freshness')
      : { ...verified, stage: 'fresh' };
  }
  const reason = staleness(signedTime, clock.nowMs());
  if (reason !== undefined) return reject(verified, reason, 'freshness');
  return { ...verified, stage: 'fresh', checks: withPassed(verified.checks, 'freshness') };
}

function staleness(time: SignedTime, nowMs: number): 'stale' | 'from-the-future' | undefined {
  const toleranceMs = secondsToMs(time.toleranceSeconds);
  const { signedAtMs = nowMs, expiresAtMs = nowMs, notBeforeMs = nowMs } = time;
  if (nowMs - signedAtMs > toleranceMs || nowMs - expiresAtMs > clockLeewayMs) return 'stale';
  if (signedAtMs - nowMs > toleranceMs || notBeforeMs - nowMs > clockLeewayMs)
    return 'from-the-future';
  return undefined;
}

/** What two well-kept clocks may differ by; a token's own limits are meant to the second. */
const clockLeewayMs = secondsToMs(5);
