import {
  type PlacedRequest,
  type RejectedRequest,
  reject,
  type SourcedRequest,
} from '../model/delivery.ts';
import type { Source } from '../model/source.ts';
import { takesMethod } from './handshake.ts';

/** The source that the matched route names, for a method and a size that it takes. No header has a say in it. */
export function resolveSource(
  { request, checks }: PlacedRequest,
  sources: ReadonlyMap<string, Source>,
): SourcedRequest | RejectedRequest {
  const source = sources.get(request.routeSourceId);
  if (source === undefined) return reject({ request, checks }, 'unknown-source');
  const sourced = { stage: 'sourced', request, source, checks } as const;
  if (!takesMethod(source, request.method)) return reject(sourced, 'method-not-allowed');
  if (request.body.byteLength > source.maxBodyBytes) return reject(sourced, 'too-large');
  return sourced;
}
