import type { SignedRequest } from './verdict.ts';

export type SingleHeader =
  | { readonly kind: 'one'; readonly value: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'duplicated' };

/**
 * The one value of a header that decides about trust. A doubled header is refused rather than resolved:
 * proxies and receivers disagree on which of the two counts.
 */
export function singleHeader(request: Pick<SignedRequest, 'headers'>, name: string): SingleHeader {
  const values = request.headers.get(name) ?? [];
  if (values.length > 1) return { kind: 'duplicated' };
  const value = values[0]?.trim() ?? '';
  return value === '' ? { kind: 'missing' } : { kind: 'one', value };
}
