import { publicKeyEncodings } from '../lambda/model/signature-scheme.ts';
import type { SecretField, Source } from '../lambda/model/source.ts';
import { UsageError } from './failure.ts';
import { freshSigningSecret, randomSecret } from './sample-keys.ts';
import { formOfField } from './usable-secret.ts';

/**
 * A strong random value for this field, in the form that the source states. The user name of HTTP Basic credentials stays that of `current`.
 * @throws UsageError where the sender alone can make it: what is stored is its public key.
 */
export function generatedSecret(
  source: Source,
  field: SecretField,
  current: string | undefined,
): string {
  if (field === 'token') {
    const isBasic = source.token?.as === 'basic';
    return isBasic ? `${userIn(current)}:${randomSecret()}` : randomSecret();
  }
  const { encoding } = formOfField(source, field);
  if (source.signature === undefined || publicKeyEncodings.some((name) => name === encoding)) {
    throw new UsageError(
      `source "${source.id}" stores its sender's public key, which only the sender can make: pipe the new one into the command`,
    );
  }
  return freshSigningSecret(source.signature);
}

const userIn = (credentials = ''): string => credentials.split(':')[0] || 'sender';
