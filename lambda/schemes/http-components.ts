import type { SignedRequest } from './verdict.ts';

/**
 * Value of a covered component (RFC 9421 section 2): a header field, or a part of the address that the sender was given.
 * Undefined when the request has none, or when the component is not one of those known here.
 */
export function componentValue(name: string, request: SignedRequest): string | undefined {
  if (!name.startsWith('@')) {
    const values = request.headers.get(name);
    return values?.map((value) => value.trim()).join(', ');
  }
  if (name === '@method') return request.method;
  return request.url === undefined
    ? undefined
    : addressPart(name, new URL(request.url), request.url);
}

function addressPart(name: string, url: URL, text: string): string | undefined {
  switch (name) {
    case '@target-uri':
      return text;
    case '@authority':
      return url.host;
    case '@scheme':
      return url.protocol.slice(0, -1);
    case '@path':
      return url.pathname;
    case '@query':
      return url.search === '' ? '?' : url.search;
    case '@request-target':
      return `${url.pathname}${url.search}`;
    default:
      return undefined;
  }
}
