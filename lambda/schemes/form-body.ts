/** One field of a form, decoded and as it stood in the body. */
export interface FormField {
  readonly name: string;
  readonly value: string;
  readonly encodedName: string;
  readonly encodedValue: string;
}

const parsedBodies = new WeakMap<Uint8Array, readonly FormField[]>();

/** Fields of an `application/x-www-form-urlencoded` body in the order received; none when an escape in it is broken. */
export function formFields(body: Uint8Array): readonly FormField[] {
  const known = parsedBodies.get(body);
  if (known !== undefined) return known;
  const fields = parse(
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'),
  );
  parsedBodies.set(body, fields);
  return fields;
}

function parse(text: string): readonly FormField[] {
  try {
    return text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=');
        const encodedName = at === -1 ? pair : pair.slice(0, at);
        const encodedValue = at === -1 ? '' : pair.slice(at + 1);
        return {
          name: decode(encodedName),
          value: decode(encodedValue),
          encodedName,
          encodedValue,
        };
      });
  } catch {
    return [];
  }
}

/** @throws URIError for a broken escape. */
const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));
