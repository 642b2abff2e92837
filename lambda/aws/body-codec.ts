import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

export interface EncodedBody {
  readonly encoding: 'br' | 'identity';
  readonly bytes: Uint8Array;
}

/** The body at its smallest: brotli at quality 1 (measured best for its time), or as it is where compression does not help. */
export function encodeBody(body: Uint8Array): EncodedBody {
  const compressed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  return compressed.byteLength < body.byteLength
    ? { encoding: 'br', bytes: compressed }
    : { encoding: 'identity', bytes: body };
}

/** The very bytes that `encodeBody` was given. */
export function decodeBody({ encoding, bytes }: EncodedBody): Uint8Array {
  return encoding === 'br' ? brotliDecompressSync(bytes) : bytes;
}

/**
 * Largest compressed body kept in the record. Each update bills the whole item, so the item that changes state stays small;
 * above this, one S3 put is cheaper than the extra write units.
 */
const maxInlineBytes = 4500;

/** The body as part of its record, where it is small enough for that. */
export function inlineBody(body: Uint8Array): InlineBody | undefined {
  const { encoding, bytes } = encodeBody(body);
  return fitsRecord(bytes) ? { bodyEncoding: encoding, body: bytes } : undefined;
}

export const fitsRecord = (bytes: Uint8Array): boolean => bytes.byteLength <= maxInlineBytes;

interface InlineBody {
  readonly bodyEncoding: EncodedBody['encoding'];
  readonly body: Uint8Array;
}

/** Where a stored body is: in the record, or in the bucket when it is large. */
export type StoredBody =
  | InlineBody
  | { readonly bodyEncoding: EncodedBody['encoding']; readonly bodyKey: string };
