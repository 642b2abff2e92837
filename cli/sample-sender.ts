import type { Source } from '../lambda/model/source.ts';
import type { SecretOwner } from '../lambda/model/tenant.ts';
import { OperationFailed } from './failure.ts';
import { secretVersions } from './source-secrets.ts';
import type { Target } from './target.ts';
import { ownerNamed } from './tenant-names.ts';
import { listTenants } from './tenant-secrets.ts';

/**
 * Whose sender a sample plays: the source's, or that of a tenant, the one that was named or else the first that has a secret.
 * @throws OperationFailed where there is none, UsageError for a name that cannot be meant.
 */
export async function sampleSender(
  target: Target,
  source: Source,
  wanted?: string,
): Promise<SecretOwner> {
  if (source.tenants === undefined || wanted !== undefined) {
    const owner = ownerNamed(source, wanted);
    if (owner.tenant === undefined || (await isSet(target, owner))) return owner;
    throw new OperationFailed(
      `tenant "${owner.tenant}" of "${source.id}" does not exist, or has no secret yet: sallyport tenants list ${source.id}`,
    );
  }
  const tenant = await firstTenant(target, source);
  if (tenant !== undefined) return { ...source, tenant };
  throw new OperationFailed(noTenants(source));
}

const isSet = async (target: Target, owner: SecretOwner): Promise<boolean> =>
  (await secretVersions(target, owner)).currentSince !== undefined;

/** The first tenant that has a secret. */
export async function firstTenant(target: Target, source: Source): Promise<string | undefined> {
  for await (const { tenant, currentSince } of listTenants(target, source))
    if (currentSince !== undefined) return tenant;
  return undefined;
}

/** Why the source gets no sample. */
export const noTenants = ({ id }: Source): string =>
  `source "${id}" has no tenants yet, so nobody can send to it: sallyport tenants create ${id} TENANT --generate`;
