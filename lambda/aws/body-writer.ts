import type { S3Client } from '@aws-sdk/client-s3';
import { type EncodedBody, fitsRecord, type StoredBody } from './body-codec.ts';
import { calling } from './clients.ts';
import { s3Client, s3Module } from './s3-client.ts';

/** Keeps the body so that its exact bytes can be read back. A large one is in the bucket before its record exists; orphans expire. */
export async function storeBody(
  { encoding, bytes }: EncodedBody,
  place: { readonly bucket: string; readonly key: string; readonly client?: S3Client },
): Promise<StoredBody> {
  if (fitsRecord(bytes)) return { bodyEncoding: encoding, body: bytes };
  const { PutObjectCommand } = await s3Module();
  const client = place.client ?? (await s3Client('answering'));
  const put = new PutObjectCommand({ Bucket: place.bucket, Key: place.key, Body: bytes });
  await calling('S3', client.send(put));
  return { bodyEncoding: encoding, bodyKey: place.key };
}
