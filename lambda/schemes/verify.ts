import { type AnyScheme, alternatives, type SignatureScheme } from '../model/signature-scheme.ts';
import { verifyCipherChecksum } from './cipher-checksum.ts';
import { verifyDetachedJws } from './detached-jws.ts';
import { verifyDigest } from './digest.ts';
import { verifyHmac } from './hmac.ts';
import { verifyHttpMessage } from './http-message-signature.ts';
import { verifyJwt } from './jwt.ts';
import { verifyPublicKey } from './public-key.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/**
 * The verdict of the scheme: of one of its alternatives that holds, else of the one that came closest. Asynchronous for the sake of
 * JOSE alone; no verdict waits for anything outside the process.
 */
export async function verifySignature(
  scheme: SignatureScheme,
  request: SignedRequest,
  keys: SigningKeys,
): Promise<SignatureVerdict> {
  let refusal = refuse('signature-missing');
  for (const one of alternatives(scheme)) {
    const verdict = await verifyOne(one, request, keys);
    if (verdict.ok) return verdict;
    // A scheme whose signature is not even there says less than one that looked at a signature.
    if (!refusal.ok && refusal.reason === 'signature-missing') refusal = verdict;
  }
  return refusal;
}

/** The only switch over scheme kinds on the way in. */
function verifyOne(
  scheme: Exclude<SignatureScheme, AnyScheme>,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict | Promise<SignatureVerdict> {
  switch (scheme.kind) {
    case 'hmac':
      return verifyHmac(scheme, request, keys);
    case 'digest':
      return verifyDigest(scheme, request, keys);
    case 'rsa':
    case 'ecdsa':
    case 'ed25519':
      return verifyPublicKey(scheme, request, keys);
    case 'jwt':
      return verifyJwt(scheme, request, keys);
    case 'cipher-checksum':
      return verifyCipherChecksum(scheme, request, keys);
    case 'detached-jws':
      return verifyDetachedJws(scheme, request, keys);
    case 'http-message-signature':
      return verifyHttpMessage(scheme, request, keys);
  }
}
