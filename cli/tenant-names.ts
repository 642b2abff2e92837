import type { Source } from '../lambda/model/source.ts';
import {
  isTenantName,
  type SecretOwner,
  type TenantOwner,
  tenantNameRule,
} from '../lambda/model/tenant.ts';
import { UsageError } from './failure.ts';
import { printable } from './output.ts';
import { sourceOf, type Target } from './target.ts';

/**
 * The source with this id, which has tenants.
 * @throws UsageError where there is none, or it has none.
 */
export function tenantSource(target: Target, id: string): Source {
  const source = sourceOf(target, id);
  if (source.tenants !== undefined) return source;
  throw new UsageError(
    `source "${id}" has no tenants: set tenants: true in its configuration, and deploy it`,
  );
}

/**
 * The source's tenant of this name, whether it was created or not.
 * @throws UsageError for a name that no tenant can have.
 */
export function tenantNamed(source: Source, name: string): TenantOwner {
  if (isTenantName(name)) return { ...source, tenant: name };
  throw new UsageError(
    `"${printable(name.slice(0, 80))}" is no name of a tenant: ${tenantNameRule}`,
  );
}

/**
 * Who is meant: the source, or the tenant that was named.
 * @throws UsageError where a name is missing, or one too many.
 */
export function ownerNamed(source: Source, tenant: string | undefined): SecretOwner {
  const { id } = source;
  if (tenant === undefined) {
    if (source.tenants === undefined) return source;
    throw new UsageError(`source "${id}" has tenants: add --tenant TENANT`);
  }
  if (source.tenants === undefined)
    throw new UsageError(`source "${id}" has no tenants: leave --tenant out`);
  return tenantNamed(source, tenant);
}
