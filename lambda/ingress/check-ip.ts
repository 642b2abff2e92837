import { addressMatcher } from '../model/address-range.ts';
import {
  type AdmittedRequest,
  type RejectedRequest,
  reject,
  type SourcedRequest,
  withPassed,
} from '../model/delivery.ts';

/** Allow lists do not change while a function lives: each is compiled once. */
const compiled = new WeakMap<readonly string[], (address: string) => boolean>();

/** Admits the request when its connection comes from an address on the source's allow list, or when there is no list. */
export function checkIp(sourced: SourcedRequest): AdmittedRequest | RejectedRequest {
  const { allowList } = sourced.source;
  if (allowList === undefined) return { ...sourced, stage: 'admitted' };
  const isAllowed = matcherOf(allowList);
  if (!isAllowed(sourced.request.sourceIp)) return reject(sourced, 'ip-not-allowed', 'source-ip');
  return { ...sourced, stage: 'admitted', checks: withPassed(sourced.checks, 'source-ip') };
}

/** Tells whether an address is in the list. */
export function matcherOf(allowList: readonly string[]): (address: string) => boolean {
  const known = compiled.get(allowList);
  if (known !== undefined) return known;
  const matcher = addressMatcher(allowList);
  compiled.set(allowList, matcher);
  return matcher;
}
