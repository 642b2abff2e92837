import type { SignatureLocation } from '../model/signature-scheme.ts';
import type { ValueLocation } from '../model/value-location.ts';
import { exactJson, valuesAtPath } from './exact-json.ts';
import { placeValue } from './place-value.ts';
import { singleValue } from './single-value.ts';
import type { SignedRequest } from './verdict.ts';

/* Where in a request a signature stands, and what part of the body its values are read from. */

interface ElementRule {
  readonly each?: string;
  readonly jsonIn?: { readonly form: string };
}

/** The parts of the body that carry a signature each: elements of an array, the JSON in a form field, or the body as it is. */
export function elementsOf(
  { each, jsonIn }: ElementRule,
  request: SignedRequest,
): readonly { readonly element?: Uint8Array }[] {
  if (jsonIn !== undefined) {
    const found = singleValue(request, jsonIn);
    return found.kind === 'one' ? [{ element: Buffer.from(found.value) }] : [];
  }
  if (each === undefined) return [{}];
  const root = exactJson(request.body);
  const values = valuesAtPath(root, each);
  // An element of another shape would stand in the body unproved, beside those that are.
  const array = each.slice(0, each.lastIndexOf('*') + 1);
  if (valuesAtPath(root, array).length !== values.length) return [];
  return values.map((value) => ({ element: Buffer.from(JSON.stringify(value)) }));
}

/** Where the signature may stand, in order of preference. */
export function locationsOf(scheme: SignatureLocation): readonly ValueLocation[] {
  if ('headers' in scheme) return scheme.headers.map((header) => ({ header }));
  if ('header' in scheme) return [{ header: scheme.header }];
  if ('query' in scheme) return [{ query: scheme.query }];
  return 'json' in scheme ? [{ json: scheme.json }] : [{ form: scheme.form }];
}

/** Places a value where the scheme looks for it: in an element of the body, or in the JSON of a form field. */
export function placeIn(
  { each, jsonIn }: ElementRule,
  request: SignedRequest,
  at: ValueLocation,
  text: string,
): SignedRequest {
  if (!('json' in at)) return placeValue(request, at, text);
  if (each !== undefined) return placeValue(request, { json: `${each}.${at.json}` }, text);
  if (jsonIn === undefined) return placeValue(request, at, text);
  const found = singleValue(request, jsonIn);
  const inner = { ...request, body: Buffer.from(found.kind === 'one' ? found.value : '{}') };
  const { body } = placeValue(inner, at, text);
  return placeValue(request, jsonIn, Buffer.from(body).toString('utf8'));
}
