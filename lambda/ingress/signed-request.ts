import type { NormalizedRequest } from '../model/request.ts';
import type { Source } from '../model/source.ts';
import { withQuery } from '../schemes/place-value.ts';
import type { SignedRequest } from '../schemes/verdict.ts';

/** The request as schemes look at it; the address is the configured one, with the query string that arrived. */
export function signedRequest(
  { method, headers, query, body }: NormalizedRequest,
  { publicUrl, settings = {} }: Source,
): SignedRequest {
  return {
    method,
    headers,
    query,
    body,
    settings,
    ...(publicUrl && { url: publicUrl.includes('?') ? publicUrl : withQuery(publicUrl, query) }),
  };
}
