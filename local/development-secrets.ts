import { randomBytes } from 'node:crypto';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import type { SecretEncoding } from '../lambda/model/signature-scheme.ts';
import { requiredSecretFields, type Source } from '../lambda/model/source.ts';

const secretBytes = 32;

/** Fresh random secrets for every field that the source needs, in the encoding that it states. */
export function developmentSecrets(source: Source): SecretFields {
  const encodings = { signing: source.signature?.secretEncoding ?? 'utf8', token: 'utf8' } as const;
  return Object.fromEntries(
    requiredSecretFields(source).map((field) => [field, randomSecret(encodings[field])]),
  );
}

function randomSecret(encoding: SecretEncoding): string {
  const bytes = randomBytes(secretBytes);
  switch (encoding) {
    case 'base64':
      return bytes.toString('base64');
    case 'whsec':
      return `whsec_${bytes.toString('base64')}`;
    case 'utf8':
    case 'hex':
      return bytes.toString('hex');
  }
}
