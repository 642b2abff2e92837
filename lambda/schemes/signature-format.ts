import { decodeText } from '../crypto/encoding.ts';
import type { SignatureFormat } from '../model/signature-scheme.ts';
import { exactJson, textOf, valuesAtPath } from './exact-json.ts';

/** What the text that holds the signature says: one or more candidates, still encoded, and any other values. */
export interface SignatureText {
  readonly signatures: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
  readonly positions: readonly string[];
}

/** More candidates than any sender uses while it rotates; a longer list only costs us MACs. */
const maxSignatures = 16;

/** The parsed text, or undefined when it does not follow the format or holds no signature. */
export function parseSignature(text: string, format: SignatureFormat): SignatureText | undefined {
  const parsed = byFormat(text, format);
  if (parsed === undefined) return undefined;
  const { signatures } = parsed;
  const wellFormed =
    signatures.length > 0 &&
    signatures.length <= maxSignatures &&
    signatures.every((signature) => signature !== '');
  return wellFormed ? parsed : undefined;
}

function byFormat(text: string, format: SignatureFormat): SignatureText | undefined {
  if ('prefix' in format) return parsePrefixed(text, format);
  if ('fields' in format) return parseFields(text, format.fields);
  if ('versions' in format) return parseVersions(text, format.versions);
  if ('base64Json' in format) return parseBase64Json(text, format.base64Json);
  return parsePositions(text, format.positions);
}

const plain = { fields: new Map<string, string>(), positions: [] };

type Of<Key extends string> = Extract<SignatureFormat, Readonly<Record<Key, unknown>>>;

function parsePrefixed(
  text: string,
  { prefix, separator }: Of<'prefix'>,
): SignatureText | undefined {
  const items = separator === undefined ? [text] : text.split(separator).map((item) => item.trim());
  if (!items.every((item) => item.startsWith(prefix))) return undefined;
  return { ...plain, signatures: items.map((item) => item.slice(prefix.length)) };
}

const parseVersions = (text: string, version: string): SignatureText => ({
  ...plain,
  signatures: text
    .split(' ')
    .filter((item) => item.startsWith(`${version},`))
    .map((item) => item.slice(version.length + 1)),
});

/** `t=1,v1=a,v1=b,v0=c`: the signature field may repeat while a secret is being rotated, no other field may. */
function parseFields(
  text: string,
  { signature, separator = ',', assign = '=' }: Of<'fields'>['fields'],
): SignatureText | undefined {
  const signatures: string[] = [];
  const fields = new Map<string, string>();
  for (const item of text.split(separator)) {
    const at = item.indexOf(assign);
    if (at < 1) return undefined;
    const name = item.slice(0, at).trim();
    const value = item.slice(at + assign.length).trim();
    if (signature === undefined || name === signature) signatures.push(value);
    else if (fields.has(name)) return undefined;
    else fields.set(name, value);
  }
  return { signatures, fields, positions: [] };
}

function parseBase64Json(text: string, name: string): SignatureText | undefined {
  const bytes = decodeText(text, 'base64');
  const values = bytes === undefined ? [] : valuesAtPath(exactJson(bytes), name);
  const [signature] = values.flatMap((value) => textOf(value) ?? []);
  return signature === undefined ? undefined : { ...plain, signatures: [signature] };
}

function parsePositions(
  text: string,
  { separator, signature, repeats, list }: Of<'positions'>['positions'],
): SignatureText {
  const groups = (list === undefined ? [text] : text.split(list)).map((group) =>
    group.split(separator).map((value) => value.trim()),
  );
  const signatures = groups.flatMap((values) =>
    values.slice(signature, repeats ? undefined : signature + 1),
  );
  return { signatures, fields: new Map(), positions: groups[0] ?? [] };
}

/** The text that carries this signature, and a timestamp where the format holds one: the inverse of `parseSignature`. */
export function writeSignature(
  signature: string,
  format: SignatureFormat,
  others: {
    readonly fields?: ReadonlyMap<string, string>;
    readonly positions?: readonly string[];
  } = {},
): string {
  if ('prefix' in format) return `${format.prefix}${signature}`;
  if ('versions' in format) return `${format.versions},${signature}`;
  if ('base64Json' in format)
    return Buffer.from(JSON.stringify({ [format.base64Json]: signature })).toString('base64');
  if ('fields' in format) {
    const { signature: name = 'key', separator = ',', assign = '=' } = format.fields;
    return [...(others.fields ?? []), [name, signature]]
      .map(([field, value]) => `${field}${assign}${value}`)
      .join(separator);
  }
  const { separator, signature: at } = format.positions;
  const values = Array.from({ length: at }, (_, index) => others.positions?.[index] ?? 'x');
  return [...values, signature].join(separator);
}
