import type { SignatureGrammar } from '../model/signature-scheme.ts';

/** What a signature header says: one or more candidate signatures, still encoded, and any named fields. */
export interface SignatureHeader {
  readonly signatures: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
}

/** More candidates than any sender uses while it rotates; a longer list only costs us MACs. */
const maxSignatures = 16;

/** The parsed header, or undefined when it does not follow the grammar or holds no signature. */
export function parseSignatureHeader(
  text: string,
  grammar: SignatureGrammar,
): SignatureHeader | undefined {
  const parsed = byGrammar(text, grammar);
  if (parsed === undefined) return undefined;
  const { signatures } = parsed;
  const wellFormed =
    signatures.length > 0 &&
    signatures.length <= maxSignatures &&
    signatures.every((s) => s !== '');
  return wellFormed ? parsed : undefined;
}

function byGrammar(text: string, grammar: SignatureGrammar): SignatureHeader | undefined {
  switch (grammar.kind) {
    case 'plain':
      return text.startsWith(grammar.prefix)
        ? { signatures: [text.slice(grammar.prefix.length)], fields: new Map() }
        : undefined;
    case 'fields':
      return parseFields(text, grammar.signatureField);
    case 'versioned-list':
      return {
        signatures: text
          .split(' ')
          .filter((item) => item.startsWith(`${grammar.version},`))
          .map((item) => item.slice(grammar.version.length + 1)),
        fields: new Map(),
      };
  }
}

/** `t=1,v1=a,v1=b,v0=c`: the signature field may repeat while a secret is being rotated, no other field may. */
function parseFields(text: string, signatureField: string): SignatureHeader | undefined {
  const signatures: string[] = [];
  const fields = new Map<string, string>();
  for (const item of text.split(',')) {
    const at = item.indexOf('=');
    if (at < 1) return undefined;
    const name = item.slice(0, at).trim();
    const value = item.slice(at + 1).trim();
    if (name === signatureField) signatures.push(value);
    else if (fields.has(name)) return undefined;
    else fields.set(name, value);
  }
  return { signatures, fields };
}

/** The header that carries this signature: the inverse of `parseSignatureHeader`. */
export function writeSignatureHeader(
  signature: string,
  grammar: SignatureGrammar,
  fields: ReadonlyMap<string, string> = new Map(),
): string {
  switch (grammar.kind) {
    case 'plain':
      return `${grammar.prefix}${signature}`;
    case 'fields':
      return [...fields, [grammar.signatureField, signature]]
        .map(([n, v]) => `${n}=${v}`)
        .join(',');
    case 'versioned-list':
      return `${grammar.version},${signature}`;
  }
}
