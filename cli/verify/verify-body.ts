import type { S3Client } from '@aws-sdk/client-s3';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { BodyLost, loadBody } from '../../lambda/aws/body-reader.ts';

export type BodyState =
  | 'intact'
  /** By an operator, on record. */
  | 'erased'
  /** None is kept of such a record. */
  | 'not-kept'
  /** The record itself has had its time. */
  | 'expired'
  | 'broken';

/** What was found of a record's body. */
export interface VerifiedBody {
  readonly state: BodyState;
  /** The bytes, where they are intact. */
  readonly bytes?: Uint8Array;
  readonly problems: readonly string[];
}

interface Place {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly nowMs: number;
}

/**
 * Whether the body that the record keeps, in itself or in the bucket, is the one that was received.
 * @throws DependencyError when the bucket does not answer.
 */
export async function verifyBody(item: EventItem, place: Place): Promise<VerifiedBody> {
  const { bodyEncoding, bodyErasedAt } = item;
  if (item.destination !== undefined) return bodyOfWay(item);
  if (bodyEncoding !== undefined)
    return bodyErasedAt === undefined
      ? verifyBytes(item, place)
      : broken('a body is there although it was erased');
  if (bodyErasedAt !== undefined) return { state: 'erased', problems: [] };
  return isEvent(item)
    ? broken('no body is kept of the event')
    : { state: 'not-kept', problems: [] };
}

async function verifyBytes(item: EventItem, { s3, bucket, nowMs }: Place): Promise<VerifiedBody> {
  try {
    const bytes = await loadBody(item, { bucket, sha256: item.bodySha256, client: s3 });
    return bytes.byteLength === item.bodyBytes
      ? { state: 'intact', bytes, problems: [] }
      : broken(`the stored body has ${bytes.byteLength} bytes, the record says ${item.bodyBytes}`);
  } catch (error) {
    if (!(error instanceof BodyLost)) throw error;
    // Bucket and table delete what has expired each in their own time.
    const mayBeGone = item.expiresAt * 1000 <= nowMs;
    return mayBeGone && error.message.endsWith('is missing')
      ? { state: 'expired', problems: [] }
      : broken(error.message);
  }
}

/** It stays with the event, and is verified there. */
const bodyOfWay = ({ bodyEncoding, body, bodyKey }: EventItem): VerifiedBody =>
  [bodyEncoding, body, bodyKey].every((one) => one === undefined)
    ? { state: 'not-kept', problems: [] }
    : broken('a body is there, and that of a way stays with its event');

const isEvent = ({ status, outcome }: EventItem): boolean =>
  ['received', 'processing', 'done', 'failed'].includes(status) && outcome !== 'handshake';

const broken = (problem: string): VerifiedBody => ({ state: 'broken', problems: [problem] });
