import { equalDigests } from '../crypto/equal.ts';
import { sha256 } from '../crypto/hash.ts';
import {
  type KeyedRequest,
  type RejectedRequest,
  reject,
  type TokenCheckedRequest,
  withPassed,
} from '../model/delivery.ts';
import { singleHeader } from '../schemes/single-header.ts';

/** Passes the request when its one token header equals a live version of the shared secret, or when the source asks for none. */
export function checkToken(keyed: KeyedRequest): TokenCheckedRequest | RejectedRequest {
  const { token } = keyed.source;
  if (token === undefined) return { ...keyed, stage: 'token-checked' };
  const header = singleHeader(keyed.request, token.header);
  if (header.kind !== 'one') return reject(keyed, `token-${header.kind}`, 'token');
  // Digests have one length, so the comparison takes the same time whatever was sent.
  const received = sha256(header.value);
  const match = keyed.secrets.find(
    (version) =>
      version.token !== undefined && equalDigests(received, sha256(version.token.export())),
  );
  if (match === undefined) return reject(keyed, 'token-mismatch', 'token');
  return {
    ...keyed,
    stage: 'token-checked',
    secretVersion: match.label,
    checks: withPassed(keyed.checks, 'token'),
  };
}
