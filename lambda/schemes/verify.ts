import type { SignatureScheme } from '../model/signature-scheme.ts';
import { verifyHmacBody } from './hmac-body.ts';
import { verifyHmacTimestamped } from './hmac-timestamped.ts';
import type { SignatureVerdict, SignedRequest, SigningKeys } from './verdict.ts';

/** The verdict of the scheme's own `verify`: the only switch over scheme kinds on the way in. */
export function verifySignature(
  scheme: SignatureScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict {
  switch (scheme.kind) {
    case 'hmac':
      return verifyHmacBody(scheme, request, keys);
    case 'hmac-timestamped':
      return verifyHmacTimestamped(scheme, request, keys);
  }
}
