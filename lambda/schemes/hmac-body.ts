import type { KeyObject } from 'node:crypto';
import { encodeText } from '../crypto/encoding.ts';
import { hmac } from '../crypto/hmac.ts';
import type { HmacScheme } from '../model/signature-scheme.ts';
import { matchMac } from './match-mac.ts';
import { parseSignatureHeader, writeSignatureHeader } from './signature-header.ts';
import { singleHeader } from './single-header.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/** Accepts when one of the header's signatures is the HMAC of the exact body bytes under one of the keys. */
export function verifyHmacBody(
  scheme: HmacScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict {
  const header = singleHeader(request, scheme.header);
  if (header.kind !== 'one') return refuse(`signature-${header.kind}`);
  const parsed = parseSignatureHeader(header.value, scheme.grammar);
  if (parsed === undefined) return refuse('signature-malformed');
  const match = matchMac(parsed.signatures, { ...scheme, keys, content: [request.body] });
  return match.kind === 'match'
    ? { ok: true, secretVersion: match.secretVersion }
    : refuse(`signature-${match.kind}`);
}

/** Headers that make `verifyHmacBody` accept this body. */
export function signHmacBody(
  scheme: HmacScheme,
  body: Uint8Array,
  key: KeyObject,
): ReadonlyMap<string, string> {
  const signature = encodeText(hmac(scheme.algorithm, key, [body]), scheme.encoding);
  return new Map([[scheme.header, writeSignatureHeader(signature, scheme.grammar)]]);
}
