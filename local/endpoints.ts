import type { RunFile } from '../cli/run-file.ts';
import type { DataFolder } from './data-folder.ts';
import { startDynamoDb } from './emulators/dynamodb.ts';
import type { Emulator } from './emulators/emulator.ts';
import { startSecretsManager } from './emulators/secrets-manager.ts';
import { startSqsAndS3 } from './emulators/sqs-and-s3.ts';

/** Service endpoints by the variable with which the AWS SDK finds each. */
export interface Endpoints {
  readonly urls: RunFile['endpoints'];
  /** For the functions' environment. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The endpoints given in the environment, and an embedded emulator for each service that has none. */
export async function startEndpoints(folder: DataFolder): Promise<Endpoints> {
  const { env } = process;
  const started: Emulator[] = [];
  const given = (service: string) => env[`AWS_ENDPOINT_URL_${service}`] ?? env['AWS_ENDPOINT_URL'];
  const urlOf = async (service: string, start: () => Promise<Emulator>): Promise<string> => {
    const url = given(service);
    if (url !== undefined) return url;
    const emulator = await start();
    started.push(emulator);
    return emulator.url;
  };
  let sqsAndS3: Promise<Emulator> | undefined;
  const startShared = () => {
    sqsAndS3 ??= startSqsAndS3(folder.sqsAndS3);
    return sqsAndS3;
  };
  const urls = {
    dynamoDb: await urlOf('DYNAMODB', () => startDynamoDb(folder.dynamoDb)),
    sqs: await urlOf('SQS', startShared),
    s3: await urlOf('S3', startShared),
    secretsManager: await urlOf('SECRETS_MANAGER', () => startSecretsManager(folder.secrets)),
  };
  return {
    urls,
    variables: {
      AWS_ENDPOINT_URL_DYNAMODB: urls.dynamoDb,
      AWS_ENDPOINT_URL_SQS: urls.sqs,
      AWS_ENDPOINT_URL_S3: urls.s3,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secretsManager,
    },
    stop: async () => {
      await Promise.all([...new Set(started)].map((emulator) => emulator.stop()));
    },
  };
}
