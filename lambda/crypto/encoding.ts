/** Text forms of bytes. Decoding is strict: `Buffer.from` skips what it does not know, which would let altered signatures pass. */
type Encoding = 'hex' | 'base64' | 'base64url';

const patterns: Readonly<Record<Encoding, RegExp>> = {
  hex: /^(?:[0-9a-f]{2})*$/i,
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/,
  base64url: /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/,
};

/** The bytes, or undefined when the text is not well-formed. Padding is optional (RFC 4648 section 3.2), hex case is ignored. */
export function decodeText(text: string, encoding: Encoding): Buffer | undefined {
  return patterns[encoding].test(text) ? Buffer.from(text, encoding) : undefined;
}

export const encodeText = (bytes: Buffer, encoding: Encoding): string => bytes.toString(encoding);

/** A whole number written in digits alone; undefined for anything else. `parseInt` would take "123abc". */
export function parseDigits(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
