import type { NormalizedRequest } from './request.ts';
import type { Source } from './source.ts';

/** What holds for each tenant of a source. */
export interface TenantRules {
  /** Accepted requests of one tenant a second, on average. Default: no limit of its own. */
  readonly ratePerSecond?: number;
  /** Accepted requests of one tenant at once. Default: `ratePerSecond`. */
  readonly burst?: number;
}

/** 1 to 64 lower-case letters, digits and inner hyphens. */
const nameForm = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Below this the secrets of a source's destinations stand: no tenant can be called so. */
const reservedName = 'to';

/** Whether a tenant can have this name. Nothing is trimmed and no case is folded: a name stands in addresses, in names of secrets and in keys. */
export const isTenantName = (text: string): boolean => nameForm.test(text) && text !== reservedName;

/** For whoever chose another name. */
export const tenantNameRule = `use 1 to 64 lower-case letters, digits and inner hyphens, and not "${reservedName}"`;

/** The tenant that a request's address names; undefined where its source has none, or nobody can have that name. */
export const tenantOf = (
  { tenants }: Pick<Source, 'tenants'>,
  { tenant }: Pick<NormalizedRequest, 'tenant'>,
): string | undefined =>
  tenants !== undefined && tenant !== undefined && isTenantName(tenant) ? tenant : undefined;

/** Whose secret it is: a source's own, or that of one of its tenants. */
export type SecretOwner = Source & { readonly tenant?: string };
export type TenantOwner = SecretOwner & { readonly tenant: string };

/** End of the secret's name, behind the prefix of all. */
export const secretIdOf = ({ id, tenant }: Pick<SecretOwner, 'id' | 'tenant'>): string =>
  tenant === undefined ? id : `${id}/${tenant}`;

/** The owner of the secret that must prove a request; undefined where it names a tenant that cannot be. */
export function secretOwner(
  source: Source,
  request: Pick<NormalizedRequest, 'tenant'>,
): SecretOwner | undefined {
  if (source.tenants === undefined) return source;
  const tenant = tenantOf(source, request);
  return tenant === undefined ? undefined : { ...source, tenant };
}

const keyPrefix = /^tenant:([a-z0-9-]+):/;

/** An idempotency key inside one tenant: two tenants' equal keys are those of different events. No name holds a colon. */
export const tenantKey = (tenant: string | undefined, key: string): string =>
  tenant === undefined ? key : `tenant:${tenant}:${key}`;

/** The tenant whose event has this key. */
export const tenantOfKey = (idempotencyKey: string): string | undefined =>
  keyPrefix.exec(idempotencyKey)?.[1];

/** The key without its tenant. */
export const keyWithoutTenant = (idempotencyKey: string): string =>
  idempotencyKey.replace(keyPrefix, '');
