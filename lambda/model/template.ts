import type { ValueLocation } from './value-location.ts';

/**
 * What a sender signs or what we answer, in its written form: text with placeholders, or a list of such texts and special parts.
 * Placeholders: `{body}`, `{proven-body}` (the body with the secret in place of the signature that it holds), `{timestamp}`, `{header:NAME}`, `{query:NAME}`, `{json:PATH}`, `{form:NAME}`, `{field:NAME}` (of the
 * signature header), `{url}`, `{path}`, `{method}`, `{secret}`, `{setting:NAME}`; a `?` after the name lets the value be absent; filters follow
 * behind `|`. `{{` and `}}` stand for the braces themselves.
 */
export type Template = string | readonly (string | OptionalPart<string> | PairsPart)[];

/** A stretch that is left out as a whole when one of its values is absent. */
export interface OptionalPart<Inner> {
  readonly optional: Inner;
}

/** All fields of a form or of a flat JSON body, or a list of headers, one behind the other. */
export interface PairsPart {
  /** `headers`: those that the header `listedIn` names, in its order. */
  readonly pairs: 'form' | 'json' | 'query' | 'headers';
  readonly listedIn?: string;
  /** Headers that the list must hold: a timestamp that is not in it proves nothing. */
  readonly mustList?: readonly string[];
  /** `sorted` by name (byte order), or as `received`. */
  readonly order: 'sorted' | 'received';
  /** Names that are not signed: the signature's own, as a rule. */
  readonly omit?: readonly string[];
  readonly dropEmpty?: boolean;
  /** Text between name and value; without it the names are left out. */
  readonly assign?: string;
  /** Text between two pairs. */
  readonly join: string;
  /** Names and values percent-encoded: of a form as they stand in the body, of a query by RFC 3986. */
  readonly encoded?: boolean;
}

/** A template once parsed. */
export type TemplatePart =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'body' | 'proven-body' | 'timestamp' | 'url' | 'path' | 'method' | 'secret';
      readonly filters: readonly Filter[];
    }
  | {
      readonly kind: 'value';
      readonly at: ValueLocation;
      readonly mayBeAbsent: boolean;
      readonly filters: readonly Filter[];
    }
  | {
      readonly kind: 'field' | 'setting';
      readonly name: string;
      readonly filters: readonly Filter[];
    }
  | { readonly kind: 'optional'; readonly parts: readonly TemplatePart[] }
  | ({ readonly kind: 'pairs' } & PairsPart);

export const filters = [
  'lower',
  'upper',
  'reverse',
  'url-encode',
  'json-string',
  'last-segment',
  'minify',
  'strip-whitespace',
  'sorted-json',
  'sha256-hex',
  'sha512-base64',
  'md5-hex',
  'crc32',
] as const;
/** A change of one value before it is signed. `minify` and `sorted-json` parse JSON, numbers kept as written. */
export type Filter = (typeof filters)[number];

/** Every part, those inside optional stretches too. */
export function flatParts(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  return parts.flatMap((part) => (part.kind === 'optional' ? flatParts(part.parts) : [part]));
}
