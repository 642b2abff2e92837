import type { ValueLocation } from '../model/value-location.ts';
import { type ExactJson, exactJson, inKindOf } from './exact-json.ts';
import { formFields } from './form-body.ts';
import type { SignedRequest } from './verdict.ts';

/** The request with this text at this place: the inverse of `singleValue`. For the signing side. */
export function placeValue(request: SignedRequest, at: ValueLocation, text: string): SignedRequest {
  if ('header' in at) {
    return { ...request, headers: new Map([...request.headers, [at.header, [text]]]) };
  }
  if ('query' in at) return placeQuery(request, at.query, text);
  if ('form' in at) return { ...request, body: placeFormField(request.body, at.form, text) };
  const root = withPath(exactJson(request.body), at.json.split('.'), text);
  return { ...request, body: Buffer.from(JSON.stringify(root)) };
}

function placeQuery(request: SignedRequest, name: string, text: string): SignedRequest {
  const query = new Map([...request.query, [name, [text]]]);
  if (request.url === undefined) return { ...request, query };
  const [address = ''] = request.url.split('?');
  return { ...request, query, url: withQuery(address, query) };
}

/** The address with the query string that carries these values. */
export function withQuery(address: string, query: SignedRequest['query']): string {
  const pairs = [...query].flatMap(([name, values]) =>
    values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return pairs.length === 0 ? address : `${address}?${pairs.join('&')}`;
}

function placeFormField(body: Uint8Array, name: string, text: string): Uint8Array {
  const others = formFields(body).filter((field) => field.name !== name);
  const pairs = others.map(({ encodedName, encodedValue }) => `${encodedName}=${encodedValue}`);
  return Buffer.from(
    [...pairs, `${encodeURIComponent(name)}=${encodeURIComponent(text)}`].join('&'),
  );
}

/** The value with `text` at the path; `*` is the first element. What is missing on the way is made. */
function withPath(value: ExactJson | undefined, names: readonly string[], text: string): ExactJson {
  const [name, ...rest] = names;
  if (name === undefined) return inKindOf(value, text);
  if (name === '*' || (Array.isArray(value) && /^\d+$/.test(name))) {
    const items: readonly ExactJson[] = Array.isArray(value) ? value : [];
    const at = name === '*' ? 0 : Number(name);
    return [...items.slice(0, at), withPath(items[at], rest, text), ...items.slice(at + 1)];
  }
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const inner = (fields as Record<string, ExactJson>)[name];
  return { ...(fields as Record<string, ExactJson>), [name]: withPath(inner, rest, text) };
}
