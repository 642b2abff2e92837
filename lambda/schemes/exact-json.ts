/**
 * JSON whose numbers keep their text: senders sign `10.50` as written, and a number would come back as `10.5`.
 * Numbers are `RawNumber`s; `JSON.stringify` writes them as they were.
 */
export type ExactJson =
  | null
  | boolean
  | string
  | RawNumber
  | readonly ExactJson[]
  | { readonly [name: string]: ExactJson };

interface RawNumber {
  readonly rawJSON: string;
}

/** ECMAScript's JSON.parse source text access, which the TypeScript library does not describe yet. */
interface SourceTextJson {
  parse(
    text: string,
    reviver: (name: string, value: unknown, context: { readonly source: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}
const exact = JSON as unknown as SourceTextJson;

const parsedBodies = new WeakMap<Uint8Array, { readonly value: ExactJson | undefined }>();

/** The body as JSON, undefined when it is none; parsed once a body. */
export function exactJson(body: Uint8Array): ExactJson | undefined {
  const known = parsedBodies.get(body);
  if (known !== undefined) return known.value;
  const value = parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  parsedBodies.set(body, { value });
  return value;
}

function parse(text: string): ExactJson | undefined {
  try {
    return exact.parse(text, (_name, value, { source }) =>
      typeof value === 'number' ? exact.rawJSON(source) : value,
    ) as ExactJson;
  } catch {
    return undefined;
  }
}

/** Values at a dotted path; `*` stands for every element of an array. */
export function valuesAtPath(root: ExactJson | undefined, path: string): readonly ExactJson[] {
  let values: readonly ExactJson[] = root === undefined ? [] : [root];
  for (const name of path.split('.')) values = values.flatMap((value) => step(value, name));
  return values;
}

function step(value: ExactJson, name: string): readonly ExactJson[] {
  if (value === null || typeof value !== 'object' || exact.isRawJSON(value)) return [];
  if (Array.isArray(value) && name === '*') return value;
  return Object.hasOwn(value, name)
    ? [(value as Record<string, ExactJson>)[name] as ExactJson]
    : [];
}

/** The text as a value of the same kind as the one it replaces: a number where a number stood and the text is one. */
export const inKindOf = (value: ExactJson | undefined, text: string): ExactJson =>
  exact.isRawJSON(value) && /^-?\d+(?:\.\d+)?$/.test(text) ? exact.rawJSON(text) : text;

/** Text of a value as senders sign it: text as it is, numbers as written, objects as compact JSON; undefined for null. */
export function textOf(value: ExactJson): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return value;
  return exact.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
}
