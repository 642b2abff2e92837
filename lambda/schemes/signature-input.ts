/** One member of a `Signature-Input` header. */
export interface SignatureInput {
  readonly label: string;
  readonly components: readonly string[];
  readonly parameters: {
    /** Seconds since 1970. */
    readonly created?: number;
    readonly expires?: number;
    readonly keyid?: string;
    readonly alg?: string;
  };
  /** The member's value as it was sent: this is the value of `@signature-params`. */
  readonly text: string;
}

const member =
  /\s*([a-z*][a-z0-9_.*-]*)=(\(([^()]*)\)((?:;[a-z][a-z0-9_-]*=(?:"[^"]*"|\d{1,15}))*))\s*(?:,|$)/y;
const component = /^"([a-z0-9@!#$%&'*+.^_`|~-]+)"$/;
const parameter = /;([a-z][a-z0-9_-]*)=(?:"([^"]*)"|(\d+))/g;

/** More than any sender uses; a longer header only costs us time. */
const maxSignatures = 8;

/**
 * The labelled signatures of a `Signature-Input` header (RFC 9421 section 4.1); undefined when it is not well-formed or uses component
 * parameters, which no known sender does.
 */
export function parseSignatureInput(text: string): readonly SignatureInput[] | undefined {
  const inputs: SignatureInput[] = [];
  member.lastIndex = 0;
  while (member.lastIndex < text.length) {
    const match = member.exec(text);
    if (match === null) return undefined;
    const [, label = '', value = '', names = '', parameters = ''] = match;
    const components = componentNames(names);
    if (components === undefined) return undefined;
    inputs.push({ label, components, parameters: parametersOf(parameters), text: value });
    if (inputs.length > maxSignatures) return undefined;
  }
  return inputs.length > 0 ? inputs : undefined;
}

/** A component may stand once only (RFC 9421 section 2.5). */
function componentNames(text: string): readonly string[] | undefined {
  const items = text.trim() === '' ? [] : text.trim().split(/ +/);
  const names = items.map((item) => component.exec(item)?.[1]);
  const known = names.filter((name) => name !== undefined);
  return known.length === items.length && new Set(known).size === known.length ? known : undefined;
}

function parametersOf(text: string): SignatureInput['parameters'] {
  const values = new Map<string, string>();
  for (const [, name = '', quoted, digits] of text.matchAll(parameter)) {
    values.set(name, quoted ?? digits ?? '');
  }
  const number = (name: string) => {
    const value = values.get(name);
    return value !== undefined && /^\d+$/.test(value) ? { [name]: Number(value) } : {};
  };
  const word = (name: string) => (values.has(name) ? { [name]: values.get(name) } : {});
  return { ...number('created'), ...number('expires'), ...word('keyid'), ...word('alg') };
}
