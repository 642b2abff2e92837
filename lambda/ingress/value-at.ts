import type { NormalizedRequest } from '../model/request.ts';
import type { ValueLocation } from '../model/source.ts';

/** The text or number that stands at `at`, as text; undefined when there is none. Only for requests whose signature holds. */
export function valueAt(request: NormalizedRequest, at: ValueLocation): string | undefined {
  if ('header' in at) return request.headers.get(at.header)?.[0] || undefined;
  let value: unknown = parsedJson(request.body);
  for (const name of at.json.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function parsedJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
