import type { ValueLocation } from '../model/value-location.ts';
import { exactJson, textOf, valuesAtPath } from './exact-json.ts';
import { formFields } from './form-body.ts';
import type { SignedRequest } from './verdict.ts';

export type SingleValue =
  | { readonly kind: 'one'; readonly value: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'duplicated' };

/** What a location is read from; `element` replaces the body as root of `json` paths. */
export type ValueSource = Pick<SignedRequest, 'headers' | 'query' | 'body'> & {
  readonly element?: Uint8Array;
};

/**
 * The one value of a place that decides about trust. A doubled header or field is refused rather than resolved:
 * proxies and receivers disagree on which of the two counts.
 */
export function singleValue(source: ValueSource, at: ValueLocation): SingleValue {
  const values = textsAt(source, at);
  if (values.length > 1) return { kind: 'duplicated' };
  const [value] = values;
  return value === undefined ? { kind: 'missing' } : { kind: 'one', value };
}

/** Every value of a place, as text. A header that is empty counts as absent. */
export function textsAt(source: ValueSource, at: ValueLocation): readonly string[] {
  if ('header' in at) {
    const values = (source.headers.get(at.header) ?? []).map((value) => value.trim());
    return values.length === 1 && values[0] === '' ? [] : values;
  }
  if ('query' in at) return source.query.get(at.query) ?? [];
  if ('form' in at) {
    return formFields(source.body)
      .filter(({ name }) => name === at.form)
      .map(({ value }) => value);
  }
  return valuesAtPath(exactJson(source.element ?? source.body), at.json).flatMap(
    (value) => textOf(value) ?? [],
  );
}
