import { canonicalAddress } from '../model/address-range.ts';
import { type Cdn, originOf } from '../model/cdn.ts';
import { type PlacedRequest, type RejectedRequest, reject, withPassed } from '../model/delivery.ts';
import type { Reason } from '../model/rejection.ts';
import type { NormalizedRequest } from '../model/request.ts';
import type { Source } from '../model/source.ts';
import { matcherOf } from './check-ip.ts';
import { checkToken } from './check-token.ts';
import { loadKeys, retryWithReloadedKeys } from './load-keys.ts';
import type { Ingress } from './ports.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * The request with its sender's own address. Without a CDN that is the peer's. Behind one it is what the CDN's header says, once the request
 * has proved that it came through the CDN; one that has not is refused, and no other header has a say in it.
 */
export async function clientAddress(
  request: NormalizedRequest,
  ingress: Ingress,
): Promise<PlacedRequest | RejectedRequest> {
  const { cdn } = ingress;
  if (cdn === undefined) return { stage: 'placed', request, checks: [] };
  const shown = withoutProof(request, cdn);
  const failure = await failureOf(request, cdn, ingress);
  const sourceIp = clientIpIn(request, cdn);
  if (failure !== undefined || sourceIp === undefined) {
    const source = ingress.sources.get(request.routeSourceId);
    const at = { request: shown, checks: [], ...(source && { source }) };
    return reject(at, failure ?? 'not-through-cdn', 'cdn');
  }
  return { stage: 'placed', request: { ...shown, sourceIp }, checks: withPassed([], 'cdn') };
}

/** Why the request does not prove that it came through the CDN; undefined when it does. */
async function failureOf(
  request: NormalizedRequest,
  cdn: Cdn,
  ingress: Ingress,
): Promise<Reason | undefined> {
  const origin = originOf(cdn);
  if (origin !== undefined) return originFailure(request, origin, ingress);
  const isOfCdn = matcherOf('addresses' in cdn.proof ? cdn.proof.addresses : []);
  return isOfCdn(request.sourceIp) ? undefined : 'not-through-cdn';
}

/** The secret in its header is judged as any source's token is: in constant time, one value, both live versions. */
async function originFailure(
  request: NormalizedRequest,
  source: Source,
  ingress: Ingress,
): Promise<Reason | undefined> {
  const keyed = await loadKeys({ stage: 'awaited', request, source, checks: [] }, ingress);
  if (keyed.stage === 'rejected') return keyed.reason;
  const proved = await retryWithReloadedKeys(keyed, ingress, async (shown) => {
    const checked = checkToken(shown);
    return checked.stage === 'rejected' ? checked : verifySignature(checked);
  });
  return proved.stage === 'rejected' ? 'not-through-cdn' : undefined;
}

/** The one address that the CDN's header holds; a doubled header, or a list of addresses, is not the CDN's work. */
function clientIpIn({ headers }: NormalizedRequest, { clientIpHeader }: Cdn): string | undefined {
  const [address = '', ...others] = headers.get(clientIpHeader) ?? [];
  return others.length === 0 ? canonicalAddress(address) : undefined;
}

/** The CDN's secret is nobody's business behind this step: no record, log or handler gets to see it. */
function withoutProof(request: NormalizedRequest, { proof }: Cdn): NormalizedRequest {
  if (!('header' in proof)) return request;
  return {
    ...request,
    headers: new Map([...request.headers].filter(([name]) => name !== proof.header)),
  };
}
