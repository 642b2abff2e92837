import type { NormalizedRequest } from '../model/request.ts';
import type { Source } from '../model/source.ts';
import { tenantOf } from '../model/tenant.ts';
import { withQuery } from '../schemes/place-value.ts';
import type { SignedRequest } from '../schemes/verdict.ts';

/** The request as schemes look at it; the address is the configured one, with the callback's token or the tenant behind it and the query string that arrived. */
export function signedRequest(request: NormalizedRequest, source: Source): SignedRequest {
  const { method, headers, query, body } = request;
  const { publicUrl, settings = {} } = source;
  const end = endOfAddress(request, source);
  return {
    method,
    headers,
    query,
    body,
    settings,
    ...(publicUrl && {
      url: addressOf(end === undefined ? publicUrl : `${publicUrl}/${end}`, query),
    }),
  };
}

const endOfAddress = (request: NormalizedRequest, source: Source): string | undefined =>
  source.callbacks ? request.pathToken : tenantOf(source, request);

const addressOf = (url: string, query: NormalizedRequest['query']): string =>
  url.includes('?') ? url : withQuery(url, query);
