import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
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
  try {
    const command = new DescribeSecretCommand({ SecretId: `${target.secretPrefix}${source.id}` });
    const { VersionIdsToStages = {}, LastChangedDate } = await target.secretsManager.send(command);
    const stages = Object.values(VersionIdsToStages).flat();
    return {
      ...(stages.includes('AWSCURRENT') && LastChangedDate && { currentSince: LastChangedDate }),
      hasPrevious: stages.includes('AWSPREVIOUS'),
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { hasPrevious: false };
    throw error;
  }
}
