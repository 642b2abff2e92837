import { type FreshRequest, type RejectedRequest, reject } from '../model/delivery.ts';
import { secretIdOf, tenantOf } from '../model/tenant.ts';
import type { Ingress } from './ports.ts';

/**
 * Lets the request pass while its tenant is below the rate that its source gives each. It stands behind every check: what was not proved uses
 * nothing up, so that nobody can take a tenant's share by sending forgeries.
 */
export async function limitTenant(
  fresh: FreshRequest,
  { rates }: Pick<Ingress, 'rates'>,
): Promise<FreshRequest | RejectedRequest> {
  const { id, tenants: { ratePerSecond, burst } = {} } = fresh.source;
  const tenant = tenantOf(fresh.source, fresh.request);
  if (tenant === undefined || ratePerSecond === undefined) return fresh;
  const most = burst ?? ratePerSecond;
  const window = { seconds: most / ratePerSecond };
  const isWithin = await rates.take(secretIdOf({ id, tenant }), most, window);
  return isWithin ? fresh : reject(fresh, 'tenant-rate');
}
