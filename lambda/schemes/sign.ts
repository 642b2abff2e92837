import type { KeyObject } from 'node:crypto';
import type { SignatureScheme } from '../model/signature-scheme.ts';
import { signHmacBody } from './hmac-body.ts';
import { signHmacTimestamped } from './hmac-timestamped.ts';
import type { SignedRequest } from './verdict.ts';

/** Headers that prove the request under this scheme: what a sender would add. For samples and tests. */
export function signRequest(
  scheme: SignatureScheme,
  request: SignedRequest & { readonly signedAtMs: number },
  key: KeyObject,
): ReadonlyMap<string, string> {
  switch (scheme.kind) {
    case 'hmac':
      return signHmacBody(scheme, request.body, key);
    case 'hmac-timestamped':
      return signHmacTimestamped(scheme, request, key);
  }
}
