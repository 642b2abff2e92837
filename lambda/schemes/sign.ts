import { alternatives, type SignatureScheme } from '../model/signature-scheme.ts';
import { signCipherChecksum } from './cipher-checksum.ts';
import { signDetachedJws } from './detached-jws.ts';
import { signDigest } from './digest.ts';
import { signHmac } from './hmac.ts';
import { signHttpMessage } from './http-message-signature.ts';
import { signJwt } from './jwt.ts';
import { signPublicKey } from './public-key.ts';
import type { Signing } from './template-signature.ts';
import type { SignedRequest } from './verdict.ts';

/**
 * The request with the proof that its sender would add: by the first alternative where there are several. For samples and tests.
 * @throws TypeError when the request lacks a value that the scheme signs, or the key cannot sign.
 */
export async function signRequest(
  scheme: SignatureScheme,
  request: SignedRequest,
  signing: Signing,
): Promise<SignedRequest> {
  const [first] = alternatives(scheme);
  if (first === undefined) throw new TypeError('the scheme has no alternative');
  switch (first.kind) {
    case 'hmac':
      return signHmac(first, request, signing);
    case 'digest':
      return signDigest(first, request, signing);
    case 'rsa':
    case 'ecdsa':
    case 'ed25519':
      return signPublicKey(first, request, signing);
    case 'jwt':
      return signJwt(first, request, signing);
    case 'cipher-checksum':
      return signCipherChecksum(first, request, signing);
    case 'detached-jws':
      return signDetachedJws(first, request, signing);
    case 'http-message-signature':
      return signHttpMessage(first, request, signing);
  }
}
