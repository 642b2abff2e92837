import { clientOptions } from './clients.ts';

/** The S3 module, loaded by the first large body: most bodies are small and never need it. */
export const s3Module = () => import('@aws-sdk/client-s3');

type S3Client = InstanceType<Awaited<ReturnType<typeof s3Module>>['S3Client']>;

let client: Promise<S3Client> | undefined;

export function s3Client(): Promise<S3Client> {
  client ??= s3Module().then(({ S3Client: Client }) => new Client(clientOptions));
  return client;
}
