import type { KeyObject } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { secretKey } from '../crypto/secret-key.ts';
import { storedKey } from '../crypto/stored-key.ts';
import type { SecretLookup } from '../ingress/ports.ts';
import type { SecretLabel } from '../model/delivery.ts';
import { DependencyError } from '../model/errors.ts';
import { parseSecretValue, writeSecretValue } from '../model/secret-value.ts';
import type { SecretVersion } from '../model/secrets.ts';
import { requiredSecretFields, type SecretField, type Source } from '../model/source.ts';
import { storedKeyForm } from '../model/stored-key-form.ts';
import { type SecretOwner, secretIdOf } from '../model/tenant.ts';
import { calling, clientOptions } from './clients.ts';

/**
 * Reads the live versions of secrets, named `prefix` plus the source id, and the tenant behind a slash: AWSCURRENT, and AWSPREVIOUS where there
 * is one. The secret of a source is there since its deployment; a tenant exists while its secret does.
 * The reader throws `DependencyError` when Secrets Manager fails.
 */
export function secretReader(
  prefix: string,
  client: SecretsManagerClient = new SecretsManagerClient(clientOptions('answering')),
): (owner: SecretOwner) => Promise<SecretLookup> {
  return (owner) => {
    const secretId = `${prefix}${secretIdOf(owner)}`;
    return owner.tenant === undefined
      ? readVersions(client, secretId, owner)
      : readTenant(client, secretId, owner);
  };
}

/**
 * A tenant whose secret is gone, or marked for deletion, does not exist; one whose secret has no value yet does. The errors of both are the same
 * for a secret that is gone and one without a value, so `DescribeSecret` tells them apart.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html (2026-11-24)
 */
async function readTenant(
  client: SecretsManagerClient,
  secretId: string,
  owner: SecretOwner,
): Promise<SecretLookup> {
  try {
    const lookup = await readVersions(client, secretId, owner);
    return lookup.kind === 'not-set' && !(await exists(client, secretId))
      ? { kind: 'unknown' }
      : lookup;
  } catch (error) {
    const isRefused =
      error instanceof DependencyError && error.cause instanceof InvalidRequestException;
    if (isRefused && !(await exists(client, secretId))) return { kind: 'unknown' };
    throw error;
  }
}

/** Whether there is such a secret, and it is not about to be deleted. */
async function exists(client: SecretsManagerClient, SecretId: string): Promise<boolean> {
  try {
    const { DeletedDate } = await client.send(new DescribeSecretCommand({ SecretId }));
    return DeletedDate === undefined;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw new DependencyError('Secrets Manager', error);
  }
}

/**
 * Stores what a sender handed over as the owner's signing secret. The store throws `DependencyError` when Secrets Manager fails or has no
 * such secret.
 */
export function secretWriter(
  prefix: string,
  client: SecretsManagerClient = new SecretsManagerClient(clientOptions('answering')),
): (owner: SecretOwner, signing: string) => Promise<void> {
  return async (owner, signing) => {
    const command = new PutSecretValueCommand({
      SecretId: `${prefix}${secretIdOf(owner)}`,
      SecretString: writeSecretValue({ signing }, requiredSecretFields(owner)),
    });
    await calling('Secrets Manager', client.send(command));
  };
}

async function readVersions(
  client: SecretsManagerClient,
  secretId: string,
  source: Source,
): Promise<SecretLookup> {
  const [current, previous] = await Promise.all([
    readVersion(client, secretId, 'AWSCURRENT'),
    readVersion(client, secretId, 'AWSPREVIOUS'),
  ]);
  if (current === undefined) return { kind: 'not-set' };
  const required = requiredSecretFields(source);
  const values = parseSecretValue(current.text, required);
  if (required.some((field) => (values[field] ?? '').trim() === '')) return { kind: 'not-set' };
  const currentKeys = keysOf('current', current, source);
  if (required.some((field) => currentKeys[field] === undefined)) return { kind: 'invalid' };
  const secrets = previous === undefined ? [] : [keysOf('previous', previous, source)];
  return { kind: 'found', secrets: [currentKeys, ...secrets] };
}

interface StoredVersion {
  readonly text: string;
  readonly versionId: string;
}

/** One version, or undefined when the secret has none with this stage. */
async function readVersion(
  client: SecretsManagerClient,
  secretId: string,
  stage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<StoredVersion | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    const { SecretString = '', VersionId = '' } = await client.send(command);
    return { text: SecretString, versionId: VersionId };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw new DependencyError('Secrets Manager', error);
  }
}

function keysOf(label: SecretLabel, version: StoredVersion, source: Source): SecretVersion {
  const values = parseSecretValue(version.text, requiredSecretFields(source));
  const keys: Partial<Record<SecretField, KeyObject>> = {};
  for (const field of requiredSecretFields(source)) {
    const form =
      field === 'signing' ? source.signature && storedKeyForm(source.signature) : undefined;
    const text = values[field] ?? '';
    const key = form === undefined ? secretKey(text, 'utf8') : storedKey(text, form);
    if (key !== undefined) keys[field] = key;
  }
  return { label, versionId: version.versionId, ...keys };
}
