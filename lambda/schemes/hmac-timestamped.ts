import type { KeyObject } from 'node:crypto';
import { encodeText, parseDigits } from '../crypto/encoding.ts';
import { hmac } from '../crypto/hmac.ts';
import type { HmacTimestampedScheme } from '../model/signature-scheme.ts';
import { matchMac } from './match-mac.ts';
import {
  parseSignatureHeader,
  type SignatureHeader,
  writeSignatureHeader,
} from './signature-header.ts';
import { type SingleHeader, singleHeader } from './single-header.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/**
 * Accepts when one of the header's signatures is the HMAC of the signed content, timestamp included, under one of the keys.
 * Whether the timestamp is recent enough is the freshness check's business: here it is only proved to be the sender's.
 */
export function verifyHmacTimestamped(
  scheme: HmacTimestampedScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict {
  const header = singleHeader(request, scheme.header);
  if (header.kind !== 'one') return refuse(`signature-${header.kind}`);
  const parsed = parseSignatureHeader(header.value, scheme.grammar);
  if (parsed === undefined) return refuse('signature-malformed');

  const timestamp = timestampText(scheme, request, parsed);
  if (timestamp.kind === 'missing') return refuse('timestamp-missing');
  if (timestamp.kind === 'duplicated') return refuse('signature-duplicated');
  const instant = parseDigits(timestamp.value);
  if (instant === undefined) return refuse('timestamp-malformed');

  const content = signedContent(scheme, request, timestamp.value);
  if (content === undefined) return refuse('signature-missing');
  const match = matchMac(parsed.signatures, { ...scheme, keys, content });
  return match.kind === 'match'
    ? {
        ok: true,
        secretVersion: match.secretVersion,
        signedAtMs: scheme.timestampUnit === 'seconds' ? instant * 1000 : instant,
      }
    : refuse(`signature-${match.kind}`);
}

function timestampText(
  scheme: HmacTimestampedScheme,
  request: SignedRequest,
  parsed: SignatureHeader,
): SingleHeader {
  if (scheme.timestamp.kind === 'header') return singleHeader(request, scheme.timestamp.header);
  const value = parsed.fields.get(scheme.timestamp.field) ?? '';
  return value === '' ? { kind: 'missing' } : { kind: 'one', value };
}

/** The parts that the sender signed, in order; undefined when a signed header is missing or doubled. */
function signedContent(
  scheme: HmacTimestampedScheme,
  request: SignedRequest,
  timestamp: string,
): (string | Uint8Array)[] | undefined {
  const content: (string | Uint8Array)[] = [];
  for (const part of scheme.signed) {
    switch (part.kind) {
      case 'literal':
        content.push(part.text);
        break;
      case 'timestamp':
        content.push(timestamp);
        break;
      case 'body':
        content.push(request.body);
        break;
      case 'header': {
        const header = singleHeader(request, part.header);
        if (header.kind !== 'one') return undefined;
        content.push(header.value);
      }
    }
  }
  return content;
}

/** Headers that make `verifyHmacTimestamped` accept this request at `signedAtMs`; signed headers must be in the request. */
export function signHmacTimestamped(
  scheme: HmacTimestampedScheme,
  request: SignedRequest & { readonly signedAtMs: number },
  key: KeyObject,
): ReadonlyMap<string, string> {
  const divisor = scheme.timestampUnit === 'seconds' ? 1000 : 1;
  const timestamp = String(Math.floor(request.signedAtMs / divisor));
  const content = signedContent(scheme, request, timestamp);
  if (content === undefined) {
    throw new TypeError('a header that the scheme signs is missing from the request');
  }
  const signature = encodeText(hmac(scheme.algorithm, key, content), scheme.encoding);
  if (scheme.timestamp.kind === 'signature-field') {
    const fields = new Map([[scheme.timestamp.field, timestamp]]);
    return new Map([[scheme.header, writeSignatureHeader(signature, scheme.grammar, fields)]]);
  }
  return new Map([
    [scheme.timestamp.header, timestamp],
    [scheme.header, writeSignatureHeader(signature, scheme.grammar)],
  ]);
}
