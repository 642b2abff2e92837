import {
  GetSecretValueCommand,
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
import { requiredSecretFields, type SecretField, type Source } from '../lambda/model/source.ts';
import { OperationFailed } from './failure.ts';
import type { Target } from './target.ts';

type SecretTarget = Pick<Target, 'secretsManager' | 'secretPrefix'>;

/** The current secret's fields; empty where none is set. */
export const readSecret = async (target: SecretTarget, source: Source): Promise<SecretFields> =>
  (await readSecretVersion(target, source, 'AWSCURRENT')) ?? {};

/** The fields of one live version; undefined where there is none. */
export async function readSecretVersion(
  target: SecretTarget,
  source: Source,
  VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<SecretFields | undefined> {
  const SecretId = `${target.secretPrefix}${source.id}`;
  try {
    const command = new GetSecretValueCommand({ SecretId, VersionStage });
    const { SecretString = '' } = await target.secretsManager.send(command);
    return parseSecretValue(SecretString, requiredSecretFields(source));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Stores one field as a new version and keeps the other; the version before stays valid as the previous one. */
export async function writeSecret(
  target: SecretTarget,
  source: Source,
  { field, value }: { readonly field: SecretField; readonly value: string },
): Promise<void> {
  const fields = { ...(await readSecret(target, source)), [field]: value };
  const SecretId = `${target.secretPrefix}${source.id}`;
  const SecretString = writeSecretValue(fields, requiredSecretFields(source));
  try {
    await target.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new OperationFailed(
      `secret ${SecretId} does not exist: deploy the stack with this source first`,
    );
  }
}

/** One stored version of a secret; without a stage it is not accepted any more. */
export interface StoredVersion {
  readonly versionId: string;
  readonly stage?: 'AWSCURRENT' | 'AWSPREVIOUS';
  readonly createdAt?: Date;
}

/** Versions that Secrets Manager still knows of a source's secret; none where the secret does not exist. */
export async function storedVersions(
  target: SecretTarget,
  source: Source,
  { withDeprecated }: { readonly withDeprecated: boolean },
): Promise<readonly StoredVersion[]> {
  const found: StoredVersion[] = [];
  const pages = paginateListSecretVersionIds(
    { client: target.secretsManager },
    { SecretId: `${target.secretPrefix}${source.id}`, IncludeDeprecated: withDeprecated },
  );
  try {
    for await (const { Versions = [] } of pages) found.push(...Versions.map(toStoredVersion));
    return found;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
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

/** Which versions of a source's secret are live. */
export async function secretVersions(
  target: SecretTarget,
  source: Source,
): Promise<SecretVersions> {
  const versions = await storedVersions(target, source, { withDeprecated: false });
  const current = versions.find(({ stage }) => stage === 'AWSCURRENT');
  return {
    ...(current?.createdAt && { currentSince: current.createdAt }),
    hasPrevious: versions.some(({ stage }) => stage === 'AWSPREVIOUS'),
  };
}

/** Ends the life of the previous version: what is signed with it is refused as soon as the functions have forgotten it. */
export async function endPrevious(
  target: SecretTarget,
  source: Source,
  versionId: string,
): Promise<void> {
  await target.secretsManager.send(
    new UpdateSecretVersionStageCommand({
      SecretId: `${target.secretPrefix}${source.id}`,
      VersionStage: 'AWSPREVIOUS',
      RemoveFromVersionId: versionId,
    }),
  );
}
