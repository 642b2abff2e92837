import { coversBody } from '../lambda/model/signature-coverage.ts';
import {
  alternatives,
  type SignatureScheme,
  signedParts,
} from '../lambda/model/signature-scheme.ts';
import type { Source } from '../lambda/model/source.ts';
import type { ValueLocation } from '../lambda/model/value-location.ts';
import { placeValue } from '../lambda/schemes/place-value.ts';
import { textsAt } from '../lambda/schemes/single-value.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { placeInElement } from './sample-content.ts';

/** Where a change must break the signature: the body where it is covered, else a value that is. */
function tamperPlace(scheme: SignatureScheme): 'body' | ValueLocation | undefined {
  const [first] = alternatives(scheme);
  if (first !== undefined && coversBody(first)) return 'body';
  if (first?.kind === 'cipher-checksum') return { form: 'tampered' };
  const part = first && signedParts(first).find(({ kind }) => kind === 'value' || kind === 'pairs');
  if (part?.kind === 'pairs')
    return part.pairs === 'form' ? { form: 'tampered' } : { json: 'tampered' };
  return part?.kind === 'value' ? placeInElement(first, part.at) : undefined;
}

/** Whether a change of what was sent must break the signature. */
export const canTamper = (scheme: SignatureScheme): boolean => tamperPlace(scheme) !== undefined;

/** The request with one change that must break its signature. */
export function tampered(request: SignedRequest, { signature }: Source): SignedRequest {
  const place = signature && tamperPlace(signature);
  if (place === undefined) return request;
  if (place === 'body') return { ...request, body: altered(request.body) };
  return placeValue(request, place, `${textsAt(request, place)[0] ?? ''}1`);
}

/** The same body with one byte changed; a JSON one still parses. */
function altered(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0) return Buffer.from('1');
  const copy = Uint8Array.from(body);
  const digit = copy.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const at = digit === -1 ? copy.byteLength - 1 : digit;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
