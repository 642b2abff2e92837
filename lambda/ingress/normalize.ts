import { canonicalAddress } from '../model/address-range.ts';
import type { NormalizedRequest, RawRequest } from '../model/request.ts';
import type { Ingress } from './ports.ts';

/** The request in our form: the exact body bytes, lower-case header names with every value, the peer's canonical address. */
export function normalize(
  raw: RawRequest,
  { clock, newId }: Pick<Ingress, 'clock' | 'newId'>,
): NormalizedRequest {
  const receivedAtMs = clock.nowMs();
  return {
    stage: 'normalized',
    deliveryId: newId(receivedAtMs),
    receivedAtMs,
    routeSourceId: raw.routeSourceId,
    ...(raw.pathToken === undefined ? {} : { pathToken: raw.pathToken }),
    ...(raw.tenant === undefined ? {} : { tenant: raw.tenant }),
    method: raw.method.toUpperCase(),
    headers: grouped(raw.headers.map(([name, value]) => [name.toLowerCase(), value])),
    query: grouped(raw.query),
    sourceIp: canonicalAddress(raw.peerIp) ?? raw.peerIp,
    body: Buffer.from(raw.body.text, raw.body.base64 ? 'base64' : 'utf8'),
  };
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
