import {
  type RejectedRequest,
  reject,
  type TokenCheckedRequest,
  type VerifiedRequest,
  withPassed,
} from '../model/delivery.ts';
import { strengthOf } from '../model/source.ts';
import { verifySignature as verifyScheme } from '../schemes/verify.ts';

/** Verifies the signature over the exact bytes with every live secret version; a source without one is as strong as its other checks. */
export function verifySignature(request: TokenCheckedRequest): VerifiedRequest | RejectedRequest {
  const { secrets, ...checked } = request;
  const strength = strengthOf(request.source);
  const { signature } = request.source;
  if (signature === undefined) return { ...checked, stage: 'verified', strength };
  const verdict = verifyScheme(signature, request.request, secrets);
  if (!verdict.ok) return reject(request, verdict.reason, 'signature');
  return {
    ...checked,
    stage: 'verified',
    strength,
    secretVersion: verdict.secretVersion,
    ...(verdict.signedAtMs === undefined ? {} : { signedAtMs: verdict.signedAtMs }),
    checks: withPassed(request.checks, 'signature'),
  };
}
