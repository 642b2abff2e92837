import type { SecretField } from './source.ts';

/** What a stored secret says: plain text for one field, or JSON `{"signing": …, "token": …}`. */
export type SecretFields = Readonly<Partial<Record<SecretField, string>>>;

const fields: readonly SecretField[] = ['signing', 'token'];

/** Plain text belongs to the signature where the source has one, else to the token. */
export function parseSecretValue(text: string, required: readonly SecretField[]): SecretFields {
  const object = jsonObject(text);
  if (object !== undefined) return object;
  return required.includes('signing') || required.length === 0
    ? { signing: text }
    : { token: text };
}

/** The stored form: the plain text where it is the source's only field and cannot be taken for JSON, else JSON. */
export function writeSecretValue(values: SecretFields, required: readonly SecretField[]): string {
  const [only, ...others] = required;
  const isAlone = others.length === 0 && Object.keys(values).length === 1;
  const text = only === undefined || !isAlone ? undefined : values[only];
  return text === undefined || text.trimStart().startsWith('{') ? JSON.stringify(values) : text;
}

/** The fields of a JSON secret; undefined when the text is anything but an object of our fields, such as a secret that starts with a brace. */
function jsonObject(text: string): SecretFields | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value);
    const isOurs = entries.every(
      ([name, content]) => fields.some((field) => field === name) && typeof content === 'string',
    );
    return isOurs && entries.length > 0 ? Object.fromEntries(entries) : undefined;
  } catch {
    return undefined;
  }
}
