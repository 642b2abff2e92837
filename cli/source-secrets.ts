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
export async function readSecret(target: SecretTarget, source: Source): Promise<SecretFields> {
  try {
    const command = new GetSecretValueCommand({ SecretId: `${target.secretPrefix}${source.id}` });
    const { SecretString = '' } = await target.secretsManager.send(command);
    return parseSecretValue(SecretString, requiredSecretFields(source));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return {};
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

/** When the current version was stored; undefined where none is. */
export async function secretSetAt(target: SecretTarget, source: Source): Promise<Date | undefined> {
  try {
    const command = new DescribeSecretCommand({ SecretId: `${target.secretPrefix}${source.id}` });
    const { VersionIdsToStages = {}, LastChangedDate } = await target.secretsManager.send(command);
    const isSet = Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSCURRENT'));
    return isSet ? LastChangedDate : undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
