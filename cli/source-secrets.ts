import {
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  paginateListSecretVersionIds,
  ResourceNotFoundException,
  type SecretVersionsListEntry,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  parseSecretValue,
  type SecretFields,
  writeSecretValue,
} from '../lambda/model/secret-value.ts';
import { requiredSecretFields, type SecretField } from '../lambda/model/source.ts';
import { type SecretOwner, secretIdOf } from '../lambda/model/tenant.ts';
import { OperationFailed } from './failure.ts';
import type { Target } from './target.ts';

type SecretTarget = Pick<Target, 'secretsManager' | 'secretPrefix'>;

const secretName = ({ secretPrefix }: SecretTarget, owner: SecretOwner): string =>
  `${secretPrefix}${secretIdOf(owner)}`;

/** The current secret's fields; empty where none is set. */
export const readSecret = async (target: SecretTarget, owner: SecretOwner): Promise<SecretFields> =>
  (await readSecretVersion(target, owner, 'AWSCURRENT')) ?? {};

/** The fields of one live version; undefined where there is none, or where its tenant was deleted. */
export async function readSecretVersion(
  target: SecretTarget,
  owner: SecretOwner,
  VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<SecretFields | undefined> {
  const SecretId = secretName(target, owner);
  try {
    const command = new GetSecretValueCommand({ SecretId, VersionStage });
    const { SecretString = '' } = await target.secretsManager.send(command);
    return parseSecretValue(SecretString, requiredSecretFields(owner));
  } catch (error) {
    if (isGone(error, owner)) return undefined;
    throw error;
  }
}

/** Whether this says that there is no such secret, or that its tenant was deleted. */
const isGone = (error: unknown, { tenant }: SecretOwner): boolean =>
  error instanceof ResourceNotFoundException ||
  (tenant !== undefined && error instanceof InvalidRequestException);

/** Stores one field as a new version and keeps the other; the version before stays valid as the previous one. */
export async function writeSecret(
  target: SecretTarget,
  owner: SecretOwner,
  { field, value }: { readonly field: SecretField; readonly value: string },
): Promise<void> {
  const fields = { ...(await readSecret(target, owner)), [field]: value };
  const SecretId = secretName(target, owner);
  const SecretString = writeSecretValue(fields, requiredSecretFields(owner));
  try {
    await target.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new OperationFailed(
      owner.tenant === undefined
        ? `secret ${SecretId} does not exist: deploy the stack with this source first`
        : `tenant "${owner.tenant}" of "${owner.id}" does not exist: sallyport tenants create ${owner.id} ${owner.tenant}`,
    );
  }
}

/** One stored version of a secret; without a stage it is not accepted any more. */
export interface StoredVersion {
  readonly versionId: string;
  readonly stage?: 'AWSCURRENT' | 'AWSPREVIOUS';
  readonly createdAt?: Date;
}

/** Versions that Secrets Manager still knows of a secret; none where the secret does not exist, or its tenant was deleted. */
export async function storedVersions(
  target: SecretTarget,
  owner: SecretOwner,
  { withDeprecated }: { readonly withDeprecated: boolean },
): Promise<readonly StoredVersion[]> {
  const found: StoredVersion[] = [];
  const pages = paginateListSecretVersionIds(
    { client: target.secretsManager },
    { SecretId: secretName(target, owner), IncludeDeprecated: withDeprecated },
  );
  try {
    for await (const { Versions = [] } of pages) found.push(...Versions.map(toStoredVersion));
    return found;
  } catch (error) {
    if (isGone(error, owner)) return [];
    throw error;
  }
}

function toStoredVersion(entry: SecretVersionsListEntry): StoredVersion {
  const { VersionId = '', VersionStages = [], CreatedDate } = entry;
  const stages = ['AWSCURRENT', 'AWSPREVIOUS'] as const;
  const stage = stages.find((one) => VersionStages.includes(one));
  return {
    versionId: VersionId,
    ...(stage && { stage }),
    ...(CreatedDate && { createdAt: CreatedDate }),
  };
}

export interface SecretVersions {
  /** When the current version was stored; absent where none is. */
  readonly currentSince?: Date;
  readonly hasPrevious: boolean;
}

/** Which versions of a secret are live. */
export async function secretVersions(
  target: SecretTarget,
  owner: SecretOwner,
): Promise<SecretVersions> {
  const versions = await storedVersions(target, owner, { withDeprecated: false });
  const current = versions.find(({ stage }) => stage === 'AWSCURRENT');
  return {
    ...(current?.createdAt && { currentSince: current.createdAt }),
    hasPrevious: versions.some(({ stage }) => stage === 'AWSPREVIOUS'),
  };
}

/** Ends the life of the previous version: what is signed with it is refused as soon as the functions have forgotten it. */
export async function endPrevious(
  target: SecretTarget,
  owner: SecretOwner,
  versionId: string,
): Promise<void> {
  await target.secretsManager.send(
    new UpdateSecretVersionStageCommand({
      SecretId: secretName(target, owner),
      VersionStage: 'AWSPREVIOUS',
      RemoveFromVersionId: versionId,
    }),
  );
}
