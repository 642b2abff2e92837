import { DependencyError } from '../model/errors.ts';
import { decodeBody, type StoredBody } from './body-codec.ts';
import { calling } from './clients.ts';
import { s3Client, s3Module } from './s3-client.ts';

/** The exact bytes that were stored. */
export async function loadBody(stored: StoredBody, bucket: string): Promise<Uint8Array> {
  if ('body' in stored) return decodeBody({ encoding: stored.bodyEncoding, bytes: stored.body });
  const { GetObjectCommand } = await s3Module();
  const client = await s3Client();
  const get = new GetObjectCommand({ Bucket: bucket, Key: stored.bodyKey });
  const { Body } = await calling('S3', client.send(get));
  if (Body === undefined) throw new DependencyError('S3', new Error('a reply without a body'));
  const bytes = await calling('S3', Body.transformToByteArray());
  return decodeBody({ encoding: stored.bodyEncoding, bytes });
}
