import { ulid } from 'ulid';
import type { Preset, Sample } from '../lambda/model/preset.ts';
import {
  alternatives,
  type SignatureScheme,
  signedParts,
} from '../lambda/model/signature-scheme.ts';
import type { Source } from '../lambda/model/source.ts';
import type { SecretOwner } from '../lambda/model/tenant.ts';
import type { ValueLocation } from '../lambda/model/value-location.ts';
import { placeValue } from '../lambda/schemes/place-value.ts';
import { textsAt } from '../lambda/schemes/single-value.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';

interface Wishes {
  readonly nowMs: number;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly body?: Uint8Array;
  /** Of the callback that is to be answered, where the source has callbacks. */
  readonly callbackToken?: string;
}

const genericBody = { id: '{id}', type: '{type}', amount: 2000, currency: 'EUR' };

/**
 * A sample event, without its proof: the preset's own where there is one, else a small event that fits the source. It holds every value
 * that the source's rules look for.
 */
export function sampleContent(
  source: SecretOwner,
  preset: Preset | undefined,
  wishes: Wishes,
): SignedRequest {
  const id = wishes.eventId ?? `evt_${ulid(wishes.nowMs)}`;
  const type = wishes.eventType ?? preset?.sample?.eventType ?? 'sample.created';
  const fill = (text: string) => text.replaceAll('{id}', id).replaceAll('{type}', type);
  const content = bodyOf(source, preset?.sample, fill);
  const headers = Object.entries({ 'content-type': content.type, ...preset?.sample?.headers });
  const draft: SignedRequest = {
    method: source.methods[0] ?? 'POST',
    headers: new Map(headers.map(([name, value]) => [name, [fill(value)]])),
    query: new Map(),
    body: wishes.body ?? content.body,
    settings: source.settings ?? {},
    ...addressOf(source, wishes),
  };
  const places: readonly Place[] = [
    ...(source.eventId.kind === 'located' ? [{ at: source.eventId.at, text: id }] : []),
    ...(source.eventType ? [{ at: source.eventType, text: type }] : []),
    ...(source.signature ? neededPlaces(source.signature) : []),
  ];
  return places.reduce((request, place) => filled(request, place, wishes), draft);
}

/** The address as a scheme signs it that covers it. */
function addressOf(
  { publicUrl, callbacks, tenant }: SecretOwner,
  { callbackToken = '' }: Wishes,
): Pick<SignedRequest, 'url'> {
  if (publicUrl === undefined) return {};
  const end = callbacks ? callbackToken : tenant;
  return { url: end === undefined ? publicUrl : `${publicUrl}/${end}` };
}

interface Place {
  readonly at: ValueLocation;
  readonly text: string;
}

/** The id and the type always stand where the source looks for them; other values only where the sample lacks them. */
function filled(request: SignedRequest, { at, text }: Place, { body }: Wishes): SignedRequest {
  const isInBody = 'json' in at || 'form' in at;
  if (isInBody && body !== undefined) return request;
  return textsAt(request, at).length > 0 ? request : placeValue(request, at, text);
}

function bodyOf(source: Source, sample: Sample | undefined, fill: (text: string) => string) {
  if (sample?.form !== undefined || (sample?.body === undefined && usesForm(source))) {
    const fields = Object.entries(sample?.form ?? { amount: '2000', currency: 'EUR' });
    const pairs = fields.map(
      ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(fill(value))}`,
    );
    return { type: 'application/x-www-form-urlencoded', body: Buffer.from(pairs.join('&')) };
  }
  const body: unknown = JSON.parse(JSON.stringify(sample?.body ?? genericBody), (_name, value) =>
    typeof value === 'string' ? fill(value) : value,
  );
  return { type: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}

function usesForm(source: Source): boolean {
  const [first] = source.signature ? alternatives(source.signature) : [];
  const places = [
    source.eventId.kind === 'located' ? source.eventId.at : undefined,
    source.eventType,
    source.token,
    first,
    ...(first ? signedParts(first) : []).map((part) => ('at' in part ? part.at : part)),
  ];
  return places.some(
    (place) =>
      place !== undefined && ('form' in place || ('pairs' in place && place.pairs === 'form')),
  );
}

/** Every value that the scheme signs, with a text to put there. */
function neededPlaces(scheme: SignatureScheme): readonly Place[] {
  const [first] = alternatives(scheme);
  if (first === undefined) return [];
  if (first.kind === 'http-message-signature') {
    return first.components
      .filter((name) => !name.startsWith('@') && name !== 'content-digest')
      .map((header) => ({ at: { header }, text: 'sample' }));
  }
  return signedParts(first).flatMap((part) => {
    if (part.kind !== 'value') return [];
    // Values inside the JSON of a form field are the sample's to bring.
    if ('jsonIn' in first && first.jsonIn !== undefined && 'json' in part.at) return [];
    const at = placeInElement(first, part.at);
    return [{ at, text: `sample-${Object.values(part.at).join().split('.').at(-1)}` }];
  });
}

/** The place as seen from the body, where each element of it carries a signature of its own. */
export function placeInElement(
  scheme: SignatureScheme | undefined,
  at: ValueLocation,
): ValueLocation {
  const each = scheme && 'each' in scheme ? scheme.each : undefined;
  return each !== undefined && 'json' in at ? { json: `${each}.${at.json}` } : at;
}
