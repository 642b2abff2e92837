import { decodeBody, encodeBody } from './body-codec.ts';
import { calling, clientOptions } from './clients.ts';

/** Where a stored body is: in the record, or in the bucket when it is large. */
export type StoredBody =
  | { readonly bodyEncoding: 'br' | 'identity'; readonly body: Uint8Array }
  | { readonly bodyEncoding: 'br' | 'identity'; readonly bodyKey: string };

/**
 * Largest compressed body kept in the record. Each update bills the whole item, so the item that changes state stays small;
 * above this, one S3 put is cheaper than the extra write units.
 */
const maxInlineBytes = 4500;

/** Most bodies are small: the S3 client is loaded by the first large one. */
const s3Module = () => import('@aws-sdk/client-s3');
let s3: Promise<InstanceType<Awaited<ReturnType<typeof s3Module>>['S3Client']>> | undefined;

function s3Client() {
  s3 ??= s3Module().then(({ S3Client }) => new S3Client(clientOptions));
  return s3;
}

/** Keeps the body so that its exact bytes can be read back. A large one is in the bucket before its record exists; orphans expire. */
export async function storeBody(
  body: Uint8Array,
  place: { readonly bucket: string; readonly key: string },
): Promise<StoredBody> {
  const { encoding, bytes } = encodeBody(body);
  if (bytes.byteLength <= maxInlineBytes) return { bodyEncoding: encoding, body: bytes };
  const { PutObjectCommand } = await s3Module();
  const client = await s3Client();
  const put = new PutObjectCommand({ Bucket: place.bucket, Key: place.key, Body: bytes });
  await calling('S3', client.send(put));
  return { bodyEncoding: encoding, bodyKey: place.key };
}

/** The exact bytes that `storeBody` was given. */
export async function loadBody(stored: StoredBody, bucket: string): Promise<Uint8Array> {
  if ('body' in stored) return decodeBody({ encoding: stored.bodyEncoding, bytes: stored.body });
  const { GetObjectCommand } = await s3Module();
  const client = await s3Client();
  const get = new GetObjectCommand({ Bucket: bucket, Key: stored.bodyKey });
  const object = await calling('S3', client.send(get));
  const bytes = await calling(
    'S3',
    object.Body?.transformToByteArray() ?? Promise.reject(new Error('empty reply')),
  );
  return decodeBody({ encoding: stored.bodyEncoding, bytes });
}
