import type { FreshRequest, SourcedRequest } from '../model/delivery.ts';
import type { Handshake } from '../model/handshake.ts';
import type { NormalizedRequest } from '../model/request.ts';
import type { Source } from '../model/source.ts';
import { isChallenge } from '../schemes/challenge.ts';
import { singleValue } from '../schemes/single-value.ts';

/** The handshake that this request is, among those of its own source that take place `before` or `after` the checks. */
export function findHandshake(
  { request, source }: Pick<SourcedRequest | FreshRequest, 'request' | 'source'>,
  when: 'before' | 'after',
): Handshake | undefined {
  return source.handshakes?.find(
    (handshake) =>
      (handshake.proof === 'checks') === (when === 'after') && isOne(handshake, request),
  );
}

function isOne({ when: { method, has, equals } }: Handshake, request: NormalizedRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  if (has === undefined) return true;
  const found = singleValue(request, has);
  return found.kind === 'one' && (equals === undefined || found.value === equals);
}

/** Methods that a source takes: those of its deliveries, and those of its handshakes. */
export const takesMethod = ({ methods, handshakes = [] }: Source, method: string): boolean =>
  methods.includes(method) || handshakes.some(({ when }) => when.method === method);

/** Whether the request's method is one of deliveries, or it is a handshake that awaits its checks: else it has no business here. */
export const mayDeliver = (admitted: Pick<SourcedRequest, 'request' | 'source'>): boolean =>
  admitted.source.methods.includes(admitted.request.method) ||
  findHandshake(admitted, 'after') !== undefined;

/**
 * Whether an unproved handshake of the source would have signed this very body for anybody who asked: then a signature over it proves
 * nothing. Answers are made over challenges only, so such a body is one that looks like a challenge.
 */
export function couldBeAnswer({
  request,
  source,
}: Pick<FreshRequest, 'request' | 'source'>): boolean {
  const signsForAnybody = (source.handshakes ?? []).some(
    ({ proof, reply }) => proof !== 'checks' && JSON.stringify(reply).includes('"apply":"hmac-'),
  );
  return signsForAnybody && isChallenge(Buffer.from(request.body).toString('latin1'));
}
