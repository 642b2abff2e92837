import { storedKey } from '../lambda/crypto/stored-key.ts';
import { requiredSecretFields, type SecretField, type Source } from '../lambda/model/source.ts';
import { type StoredKeyForm, storedKeyForm } from '../lambda/model/stored-key-form.ts';
import { UsageError } from './failure.ts';

export const secretFields: readonly SecretField[] = ['signing', 'token'];

/**
 * The secret field that is meant: the one that the source has, or the one of two that was named.
 * @throws UsageError when it has none, has two and none was named, or has not the one that was named.
 */
export function fieldOf(source: Source, wanted: SecretField | undefined): SecretField {
  const required = requiredSecretFields(source);
  const [only, ...others] = required;
  if (only === undefined)
    throw new UsageError(`source "${source.id}" needs no secret: its check is the address`);
  if (wanted === undefined && others.length > 0) {
    throw new UsageError(
      `source "${source.id}" has two secrets: add --field signing or --field token`,
    );
  }
  if (wanted !== undefined && !required.includes(wanted)) {
    throw new UsageError(`source "${source.id}" has no ${wanted} secret: leave --field out`);
  }
  return wanted ?? only;
}

/** The form in which the value of this field is stored. */
export const formOfField = ({ signature }: Source, field: SecretField): StoredKeyForm =>
  (field === 'signing' && signature && storedKeyForm(signature)) || { encoding: 'utf8' };

/**
 * Refuses a value that no request could be checked with; white space around it is worth a note.
 * @throws UsageError that does not show the value.
 */
export function refuseUnusable(source: Source, field: SecretField, value: string): void {
  if (value.trim() === '') {
    throw new UsageError('the secret is empty: pipe its value into the command');
  }
  const form = formOfField(source, field);
  if (storedKey(value, form) === undefined) {
    throw new UsageError(
      `the secret is not ${form.encoding}: copy it from the provider once more, whole`,
    );
  }
  if (value !== value.trim()) {
    process.stderr.write(
      'note: the secret begins or ends with white space, which counts as part of it\n',
    );
  }
}
