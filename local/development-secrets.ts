import { freshSecret } from '../cli/sample-keys.ts';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import { requiredSecretFields, type Source } from '../lambda/model/source.ts';

/**
 * Fresh random secrets for every field that the source needs, in the form that it states. Where the sender signs with a private key,
 * the run keeps that key, so that it can play the sender too.
 */
export function developmentSecrets(source: Source): SecretFields {
  const needsToken = requiredSecretFields(source).includes('token');
  return {
    ...(source.signature && { signing: freshSecret(source, 'signing') }),
    ...(needsToken && { token: freshSecret(source, 'token') }),
  };
}
