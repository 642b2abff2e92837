import { equalDigests } from '../crypto/equal.ts';
import { sha256 } from '../crypto/hash.ts';
import {
  type AdmittedRequest,
  type AwaitedRequest,
  type RejectedRequest,
  reject,
  withPassed,
} from '../model/delivery.ts';
import type { Reason } from '../model/rejection.ts';
import type { FoundCallback, Ingress } from './ports.ts';

/**
 * Passes the request when the token in its address names a callback of this very source whose time has not run out and whose answer was not
 * handled yet, or when the source has no callbacks. Whatever the token looks like, the same is done with it: digest, reads, one comparison, one
 * look at the clock; only then is the reason chosen.
 */
export async function findCallback(
  admitted: AdmittedRequest,
  { callbacks, clock }: Pick<Ingress, 'callbacks' | 'clock'>,
): Promise<AwaitedRequest | RejectedRequest> {
  const { source, request } = admitted;
  if (source.callbacks === undefined) return { ...admitted, stage: 'awaited' };
  const digest = sha256(request.pathToken ?? '');
  const found = (await callbacks.find(source.id, digest.toString('hex'))) ?? { ...nothing };
  const isNamed = equalDigests(digest, Buffer.from(found.digest, 'hex'));
  const isInTime = clock.nowMs() < found.expiresAtMs;
  const reason = refusal({ isNamed, isInTime, isUsedUp: found.isUsedUp });
  if (reason !== undefined) return reject(admitted, reason, 'callback');
  const { isUsedUp: _false, ...callback } = found;
  return {
    ...admitted,
    stage: 'awaited',
    callback,
    checks: withPassed(admitted.checks, 'callback'),
  };
}

/** Looked at where nothing was found, made afresh as what is found, so that nothing found takes as long. No SHA-256 is all zeros. */
const nothing: FoundCallback = {
  digest: '0'.repeat(64),
  ref: '',
  uses: 1,
  expiresAtMs: 0,
  isUsedUp: false,
};

function refusal(token: {
  readonly isNamed: boolean;
  readonly isInTime: boolean;
  readonly isUsedUp: boolean;
}): Reason | undefined {
  if (!token.isNamed) return 'callback-unknown';
  if (!token.isInTime) return 'callback-expired';
  return token.isUsedUp ? 'callback-used' : undefined;
}
