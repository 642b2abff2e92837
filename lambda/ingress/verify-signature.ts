import {
  type RejectedRequest,
  reject,
  type TokenCheckedRequest,
  type VerifiedRequest,
  withPassed,
} from '../model/delivery.ts';
import { strengthOf } from '../model/source.ts';
import { verifySignature as verifyScheme } from '../schemes/verify.ts';
import { signedRequest } from './signed-request.ts';

/** Verifies the signature over the exact bytes with every live key; a source without one is as strong as its other checks. */
export async function verifySignature(
  request: TokenCheckedRequest,
): Promise<VerifiedRequest | RejectedRequest> {
  const { secrets, publishedKeys, ...checked } = request;
  const strength = strengthOf(request.source);
  const { signature } = request.source;
  if (signature === undefined) return { ...checked, stage: 'verified', strength };
  const keys = publishedKeys ?? secrets;
  const verdict = await verifyScheme(
    signature,
    signedRequest(request.request, request.source),
    keys,
  );
  if (!verdict.ok) return reject(request, verdict.reason, 'signature');
  const { ok: _ok, ...facts } = verdict;
  return {
    ...checked,
    stage: 'verified',
    strength,
    ...facts,
    checks: withPassed(request.checks, 'signature'),
  };
}
