import type { SignatureEncoding } from '../model/signature-scheme.ts';

/** Text forms of bytes. Decoding is strict: `Buffer.from` skips what it does not know, which would let altered signatures pass. */
export type TextEncoding = 'hex' | 'base64' | 'base64url';

const patterns: Readonly<Record<TextEncoding, RegExp>> = {
  hex: /^(?:[0-9a-f]{2})*$/i,
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/,
  base64url: /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/,
};

/**
 * The bytes, or undefined when the text is not well-formed. Padding is optional (RFC 4648 section 3.2), hex case is ignored. The unused bits
 * behind the last byte must be zero (section 3.5): one signature has one text.
 */
export function decodeText(text: string, encoding: TextEncoding): Buffer | undefined {
  if (!patterns[encoding].test(text)) return undefined;
  const bytes = Buffer.from(text, encoding);
  return encoding === 'hex' || unpadded(bytes.toString(encoding)) === unpadded(text)
    ? bytes
    : undefined;
}

const unpadded = (text: string): string => text.replace(/={1,2}$/, '');

const hexInside = { 'hex-in-base64': 'base64', 'hex-in-base64url': 'base64url' } as const;

/** The bytes of a signature, or undefined when its text is not well-formed. */
export function decodeSignature(text: string, encoding: SignatureEncoding): Buffer | undefined {
  if (!(encoding in hexInside)) return decodeText(text, encoding as TextEncoding);
  const outer = decodeText(text, hexInside[encoding as keyof typeof hexInside]);
  return outer && decodeText(outer.toString('latin1'), 'hex');
}

/** The inverse of `decodeSignature`. */
export function encodeSignature(bytes: Buffer, encoding: SignatureEncoding): string {
  if (!(encoding in hexInside)) return bytes.toString(encoding as TextEncoding);
  const outer = hexInside[encoding as keyof typeof hexInside];
  return Buffer.from(bytes.toString('hex')).toString(outer);
}

/** A whole number written in digits alone; undefined for anything else. `parseInt` would take "123abc". */
export function parseDigits(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
