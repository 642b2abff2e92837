import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Filter } from '../model/template.ts';
import { type ExactJson, exactJson } from './exact-json.ts';

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? Buffer.from(value) : value;
const digest = (algorithm: string, value: string | Uint8Array, encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(value).digest(encoding);
const text = (value: string | Uint8Array): string => Buffer.from(bytesOf(value)).toString('utf8');

/** THE table of filters. One that needs JSON gives undefined when the value is none. */
const table: Readonly<Record<Filter, (value: string | Uint8Array) => string | undefined>> = {
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  reverse: (value) => [...text(value)].reverse().join(''),
  // As PHP's urlencode does it: blanks are plus signs, and of the marks only - _ . stay.
  'url-encode': (value) =>
    encodeURIComponent(text(value))
      .replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%20', '+'),
  'json-string': (value) => JSON.stringify(text(value)),
  'last-segment': (value) => text(value).split('/').at(-1),
  minify: (value) => stringified(exactJson(bytesOf(value))),
  'strip-whitespace': (value) => text(value).replace(/\s/g, ''),
  'sorted-json': (value) => stringified(sorted(exactJson(bytesOf(value)))),
  'sha256-hex': (value) => digest('sha256', value, 'hex'),
  'sha512-base64': (value) => digest('sha512', value, 'base64'),
  'md5-hex': (value) => digest('md5', value, 'hex'),
  crc32: (value) => String(crc32(bytesOf(value))),
};

const stringified = (value: ExactJson | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);

/** Object keys in code unit order at every level. */
function sorted(value: ExactJson | undefined): ExactJson | undefined {
  if (Array.isArray(value)) return value.map((item: ExactJson) => sorted(item) ?? null);
  if (value === null || typeof value !== 'object' || 'rawJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner as ExactJson) ?? null]),
  );
}

/** The value after every filter in turn; undefined when one cannot be applied. */
export function filtered(
  value: string | Uint8Array,
  filters: readonly Filter[],
): string | Uint8Array | undefined {
  let result: string | Uint8Array | undefined = value;
  for (const filter of filters) {
    if (result === undefined) return undefined;
    result = table[filter](result);
  }
  return result;
}
