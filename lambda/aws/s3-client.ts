import { type CallBudgetName, clientOptions } from './clients.ts';

/** The S3 module, loaded by the first large body: most bodies are small and never need it. */
export const s3Module = () => import('@aws-sdk/client-s3');

type S3Client = InstanceType<Awaited<ReturnType<typeof s3Module>>['S3Client']>;

/** Several megabytes take longer than a record: one try for a body may last this many milliseconds. */
const bodyTimeoutMs = 2000;

const clients = new Map<CallBudgetName, Promise<S3Client>>();

export function s3Client(budget: CallBudgetName): Promise<S3Client> {
  const known = clients.get(budget);
  if (known !== undefined) return known;
  const options = clientOptions(budget);
  const requestTimeout = Math.max(options.requestHandler.requestTimeout, bodyTimeoutMs);
  const made = s3Module().then(
    ({ S3Client: Client }) =>
      new Client({ ...options, requestHandler: { ...options.requestHandler, requestTimeout } }),
  );
  clients.set(budget, made);
  return made;
}
