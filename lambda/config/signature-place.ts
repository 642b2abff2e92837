import { alternatives, type SignatureScheme } from '../model/signature-scheme.ts';
import type { ValueLocation } from '../model/value-location.ts';
import { placeValue } from '../schemes/place-value.ts';
import { locationsOf } from '../schemes/signature-element.ts';
import { textsAt } from '../schemes/single-value.ts';
import type { SignedRequest } from '../schemes/verdict.ts';

/** The text that holds the signature; the body itself for a token that is the body. */
export function signatureText(scheme: SignatureScheme, request: SignedRequest): string {
  const place = placeIn(scheme, request);
  if (place === 'body') return Buffer.from(request.body).toString('latin1');
  return textsAt(request, place)[0] ?? '';
}

/** The request with another text in the place of the signature. */
export function withSignatureText(
  scheme: SignatureScheme,
  request: SignedRequest,
  text: string,
): SignedRequest {
  const place = placeIn(scheme, request);
  return place === 'body'
    ? { ...request, body: Buffer.from(text) }
    : placeValue(request, place, text);
}

/** Every place where a signature of this scheme may stand. */
export function signaturePlaces(scheme: SignatureScheme): readonly (ValueLocation | 'body')[] {
  return alternatives(scheme).flatMap((one): readonly (ValueLocation | 'body')[] => {
    if (one.kind === 'http-message-signature') return [{ header: 'signature' }];
    if (one.kind === 'jwt')
      return [one.inBody ? 'body' : { header: one.header ?? 'authorization' }];
    if (one.kind === 'detached-jws') return [{ header: one.header }];
    if (one.kind === 'cipher-checksum') return [{ form: one.form }];
    const inElement = (at: ValueLocation): ValueLocation =>
      one.each !== undefined && 'json' in at ? { json: `${one.each}.${at.json}` } : at;
    return locationsOf(one).map(inElement);
  });
}

function placeIn(scheme: SignatureScheme, request: SignedRequest): ValueLocation | 'body' {
  const places = signaturePlaces(scheme);
  const filled = places.find((place) => place === 'body' || textsAt(request, place).length > 0);
  return filled ?? places[0] ?? 'body';
}
