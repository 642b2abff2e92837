import {
  CreateSecretCommand,
  InvalidRequestException,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../aws/clients.ts';
import { ConfigError, DependencyError } from '../model/errors.ts';
import type { SecretFields } from '../model/secret-value.ts';
import { isTenantName, secretIdOf, tenantNameRule } from '../model/tenant.ts';

/** A tenant to be. */
export interface NewTenant {
  /** Default: a client for the Region and the credentials of the service around it. */
  readonly secretsManager?: SecretsManagerClient;
  /** What the names of the receiver's secrets begin with, such as `sallyport/prod/`: output `SecretPrefix` of its stack. */
  readonly secretPrefix: string;
  /** Key that encrypts the secret: output `SecretKeyArn` of the stack. Default: the key that AWS manages for the account's secrets. */
  readonly keyArn?: string;
  /** Id of a source whose configuration has `tenants`. */
  readonly source: string;
  /** 1 to 64 lower-case letters, digits and inner hyphens. It stands in the tenant's address, `…/hooks/SOURCE/TENANT`. */
  readonly tenant: string;
  /**
   * What the tenant's sender proves itself with: the text, or each field where the source has a signature and a token. Left out: the sender
   * hands it over, or `sallyport secrets set` stores it; until then the tenant's requests are answered with 503.
   */
  readonly value?: string | SecretFields;
}

/** The name is taken: by a tenant, or by one that was deleted and can still be restored. */
export class TenantExists extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'TenantExists';
  }
}

/**
 * Creates a tenant: when it resolves, requests to its address are judged by its secret. Never changes one that is there. Needs
 * `secretsmanager:CreateSecret` and `secretsmanager:TagResource` on the name, and the use of the key.
 * @throws ConfigError with one line for each thing that is wrong, TenantExists, DependencyError when Secrets Manager fails.
 */
export async function createTenant(order: NewTenant): Promise<void> {
  const problems = problemsOf(order);
  if (problems.length > 0) throw new ConfigError(problems);
  const { secretPrefix, keyArn, source, tenant, value } = order;
  const command = new CreateSecretCommand({
    Name: `${secretPrefix}${secretIdOf({ id: source, tenant })}`,
    Description: `Sallyport: what proves requests of tenant ${tenant} of source ${source}`,
    ...(keyArn && { KmsKeyId: keyArn }),
    ...(value !== undefined && { SecretString: textOf(value) }),
    Tags: [
      { Key: 'sallyport:source', Value: source },
      { Key: 'sallyport:tenant', Value: tenant },
    ],
  });
  try {
    await (order.secretsManager ?? ownClient()).send(command);
  } catch (cause) {
    const named = `tenant "${tenant}" of "${source}"`;
    if (cause instanceof ResourceExistsException)
      throw new TenantExists(`${named} exists already: rotate its secret, or use another name`, {
        cause,
      });
    if (cause instanceof InvalidRequestException)
      throw new TenantExists(
        `${named} was deleted and can still be restored: restore it, or use another name`,
        { cause },
      );
    throw new DependencyError('Secrets Manager', cause);
  }
}

const textOf = (value: string | SecretFields): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const shown = (text: string): string => JSON.stringify(text.slice(0, 80));

/** Names come from forms that customers fill in: nothing but a name gets any further. */
function problemsOf({ secretPrefix, source, tenant, value }: NewTenant): readonly string[] {
  const texts = value === undefined || typeof value === 'string' ? [value] : Object.values(value);
  const isEmpty = texts.length === 0 || texts.some((text) => text?.trim() === '');
  return [
    ...(/^[A-Za-z0-9/_+=.@-]+\/$/.test(secretPrefix)
      ? []
      : [
          `secretPrefix: ${shown(secretPrefix)} is refused: give the output SecretPrefix of the stack, such as sallyport/prod/`,
        ]),
    ...(/^[a-z0-9-]{1,48}$/.test(source)
      ? []
      : [`source: ${shown(source)} is refused: give the id of a source with tenants`]),
    ...(isTenantName(tenant) ? [] : [`tenant: ${shown(tenant)} is refused: ${tenantNameRule}`]),
    ...(isEmpty ? ['value: is empty: give the secret, or leave it out'] : []),
  ];
}

let client: SecretsManagerClient | undefined;

/** One for the life of the process: its connections are kept alive. */
function ownClient(): SecretsManagerClient {
  client ??= new SecretsManagerClient(clientOptions('working'));
  return client;
}
