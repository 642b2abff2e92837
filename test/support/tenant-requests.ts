import type { RawRequest } from '../../lambda/model/request.ts';
import { hmacHex, rawRequest } from './requests.ts';

/* A shop system that hosts many shops: each is a tenant with a secret of its own. */

export const shopConfig = {
  tenants: true,
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
  eventId: { json: 'id' },
} as const;

export const shopSecrets = {
  'shop/acme': { current: { signing: 'secret-of-acme' } },
  'shop/globex': { current: { signing: 'secret-of-globex' } },
} as const;

interface Changes {
  readonly source?: string;
  /** Left out: the address names nobody. */
  readonly tenant?: string | undefined;
  readonly secret?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
}

/** A request of a tenant, right on all counts unless parts are replaced. */
export function tenantRequest(changes: Changes = {}): RawRequest {
  const { source = 'shop', body = '{"id":"evt-1"}', headers = {}, from = '192.0.2.1' } = changes;
  const tenant = 'tenant' in changes ? changes.tenant : 'acme';
  const signature = hmacHex(changes.secret ?? `secret-of-${tenant}`, body);
  return {
    ...rawRequest({ source, body, headers: { 'X-Signature': signature, ...headers }, from }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}
