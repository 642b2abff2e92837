import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { BodyLost, loadBody } from '../../lambda/aws/body-reader.ts';
import type { Target } from '../target.ts';
import { withoutSecret } from './secret-in-body.ts';

/** A record as it is stored, with where its body is. */
export type KeptItem = Partial<EventItem>;

export type Body =
  | { readonly kind: 'none'; readonly why: string }
  /** As received, but for a shared secret in it. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly isBlanked: boolean };

/** What was kept of a request's body and may be shown. */
export async function bodyOf(target: Target, item: KeptItem): Promise<Body> {
  const bytes = await storedBytes(target, item);
  if (typeof bytes === 'string') return { kind: 'none', why: bytes };
  const source = target.sources.find(({ id }) => id === item.source);
  const { tenant } = item;
  return withoutSecret(target, source && { ...source, ...(tenant && { tenant }) }, bytes);
}

async function storedBytes(
  target: Target,
  { bodyBytes, bodyEncoding, bodyErasedAt, bodySha256 = '', ...item }: KeptItem,
): Promise<Uint8Array | string> {
  const { status, destination } = item;
  if (destination !== undefined) return 'it stands on the record of the event';
  if (bodyErasedAt !== undefined) return `it was erased at ${bodyErasedAt}; its digest stays`;
  if (bodyBytes === 0) return new Uint8Array();
  if (bodyEncoding === undefined)
    return status === 'rejected'
      ? 'of a refused request only the digest is kept, unless its signature or timestamp was what failed'
      : 'only the first delivery of an event keeps its body; the digest is here';
  try {
    const place = { bucket: target.places().bodyBucket, sha256: bodySha256, client: target.s3 };
    return await loadBody({ ...item, bodyEncoding }, place);
  } catch (error) {
    if (error instanceof BodyLost) return error.message;
    throw error;
  }
}
