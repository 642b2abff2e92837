import {
  DeleteSecretCommand,
  InvalidRequestException,
  paginateListSecrets,
  ResourceNotFoundException,
  RestoreSecretCommand,
  type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import { DependencyError } from '../lambda/model/errors.ts';
import { type SecretFields, writeSecretValue } from '../lambda/model/secret-value.ts';
import { requiredSecretFields, type Source } from '../lambda/model/source.ts';
import { isTenantName, secretIdOf, type TenantOwner } from '../lambda/model/tenant.ts';
import { createTenant, TenantExists } from '../lambda/tenants/client.ts';
import { OperationFailed } from './failure.ts';
import type { Target } from './target.ts';

type SecretTarget = Pick<Target, 'secretsManager' | 'secretPrefix'>;

/** A tenant, as far as its secret tells without its value. */
export interface ListedTenant {
  readonly tenant: string;
  readonly createdAt?: Date;
  /** When the current version was stored; absent where none is. */
  readonly currentSince?: Date;
  readonly hasPrevious: boolean;
}

/** Most that a page holds. */
const pageSize = 100;

/**
 * The tenants of a source, by name as Secrets Manager lists them: what was created or deleted within the last five minutes may be missing.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html (2026-11-24)
 */
export async function* listTenants(
  { secretsManager, secretPrefix }: SecretTarget,
  { id }: Pick<Source, 'id'>,
): AsyncGenerator<ListedTenant> {
  const prefix = `${secretPrefix}${id}/`;
  const pages = paginateListSecrets(
    { client: secretsManager, pageSize },
    { Filters: [{ Key: 'name', Values: [prefix] }] },
  );
  for await (const { SecretList = [] } of pages)
    for (const entry of SecretList) {
      const tenant = (entry.Name ?? '').slice(prefix.length);
      // The secrets of the source's destinations stand below the same prefix.
      if (isTenantName(tenant)) yield listed(tenant, entry);
    }
}

function listed(tenant: string, entry: SecretListEntry): ListedTenant {
  const { CreatedDate, LastChangedDate, SecretVersionsToStages = {} } = entry;
  const stages = Object.values(SecretVersionsToStages).flat();
  return {
    tenant,
    ...(CreatedDate && { createdAt: CreatedDate }),
    ...(stages.includes('AWSCURRENT') && LastChangedDate && { currentSince: LastChangedDate }),
    hasPrevious: stages.includes('AWSPREVIOUS'),
  };
}

/**
 * Creates a tenant with what is known of its secret, under the key that encrypts the others.
 * @throws OperationFailed when the name is taken, or Secrets Manager refuses.
 */
export async function createTenantOn(
  target: Target,
  owner: TenantOwner,
  fields: SecretFields,
): Promise<void> {
  const keyArn = target.secretKeyArn();
  const hasValue = Object.keys(fields).length > 0;
  try {
    await createTenant({
      secretsManager: target.secretsManager,
      secretPrefix: target.secretPrefix,
      ...(keyArn === undefined ? {} : { keyArn }),
      source: owner.id,
      tenant: owner.tenant,
      ...(hasValue && { value: writeSecretValue(fields, requiredSecretFields(owner)) }),
    });
  } catch (error) {
    throw asFailure(error);
  }
}

/** What the service said, where that is more than which one it was. */
function asFailure(error: unknown): unknown {
  if (error instanceof TenantExists) return new OperationFailed(error.message, { cause: error });
  if (!(error instanceof DependencyError) || !(error.cause instanceof Error)) return error;
  return new OperationFailed(`the tenant was not created: ${error.cause.message}`, {
    cause: error,
  });
}

/** Marks the tenant's secret for deletion; returns until when it can be restored. @throws OperationFailed where there is no such tenant. */
export async function deleteTenant(
  target: SecretTarget,
  owner: TenantOwner,
  recoveryDays: number,
): Promise<Date> {
  const command = new DeleteSecretCommand({
    SecretId: `${target.secretPrefix}${secretIdOf(owner)}`,
    RecoveryWindowInDays: recoveryDays,
  });
  try {
    const { DeletionDate } = await target.secretsManager.send(command);
    return DeletionDate ?? new Date();
  } catch (error) {
    throw explained(error, owner, 'deleted');
  }
}

/** Takes the mark away again. @throws OperationFailed where there is nothing to restore. */
export async function restoreTenant(target: SecretTarget, owner: TenantOwner): Promise<void> {
  const SecretId = `${target.secretPrefix}${secretIdOf(owner)}`;
  try {
    await target.secretsManager.send(new RestoreSecretCommand({ SecretId }));
  } catch (error) {
    throw explained(error, owner, 'restored');
  }
}

function explained(error: unknown, { id, tenant }: TenantOwner, done: string): unknown {
  const cannot = `tenant "${tenant}" of "${id}" cannot be ${done}`;
  if (error instanceof ResourceNotFoundException)
    return new OperationFailed(`${cannot}: there is none, or its time ran out`, { cause: error });
  return error instanceof InvalidRequestException
    ? new OperationFailed(`${cannot}: ${error.message}`, { cause: error })
    : error;
}
