import type { S3Client } from '@aws-sdk/client-s3';
import { sha256Hex } from '../crypto/hash.ts';
import { DependencyError } from '../model/errors.ts';
import { decodeBody, type EncodedBody } from './body-codec.ts';
import { s3Client, s3Module } from './s3-client.ts';

/** The stored bytes are not those that were received, or are gone: no repetition can help. */
export class BodyLost extends Error {
  constructor(why: string) {
    super(`the stored body ${why}`);
    this.name = 'BodyLost';
  }
}

/** A body as its record has it; without an encoding it was erased. */
export interface KeptBody {
  readonly bodyEncoding?: EncodedBody['encoding'];
  readonly body?: Uint8Array;
  readonly bodyKey?: string;
}

export interface BodyPlace {
  readonly bucket: string;
  /** Digest of the body as it was received, lower-case hex. */
  readonly sha256: string;
  /** Default: the functions' own client. */
  readonly client?: S3Client;
}

/**
 * The exact bytes that were received; their digest is checked.
 * @throws BodyLost when they were erased, have expired or were altered; DependencyError when S3 fails.
 */
export async function loadBody(
  { bodyEncoding, body: inline, bodyKey }: KeptBody,
  { bucket, sha256, client }: BodyPlace,
): Promise<Uint8Array> {
  if (bodyEncoding === undefined) throw new BodyLost('was erased');
  const bytes = inline ?? (bodyKey && (await readObject(bodyKey, bucket, client)));
  if (!bytes) throw new BodyLost('is missing');
  const body = decoded({ encoding: bodyEncoding, bytes });
  if (sha256Hex(body) !== sha256) throw new BodyLost('has another digest than the received one');
  return body;
}

function decoded(encoded: EncodedBody): Uint8Array {
  try {
    return decodeBody(encoded);
  } catch {
    throw new BodyLost('cannot be decompressed');
  }
}

async function readObject(
  Key: string,
  bucket: string,
  given: S3Client | undefined,
): Promise<Uint8Array | undefined> {
  const { GetObjectCommand, NoSuchKey } = await s3Module();
  const client = given ?? (await s3Client('working'));
  const get = new GetObjectCommand({ Bucket: bucket, Key });
  try {
    const { Body } = await client.send(get);
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw new DependencyError('S3', error);
  }
}
