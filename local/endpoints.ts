import { appendFileSync } from 'node:fs';
import type { RunFile } from '../cli/run-file.ts';
import type { Destination } from '../lambda/model/destination.ts';
import type { Source } from '../lambda/model/source.ts';
import { systemClock, toIso } from '../lambda/model/time.ts';
import type { DataFolder } from './data-folder.ts';
import { startDestinations, type TakeCall } from './emulators/destinations.ts';
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
export async function startEndpoints(
  folder: DataFolder,
  sources: readonly Source[],
): Promise<Endpoints> {
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
  let destinations: Promise<Emulator> | undefined;
  const startTaking = () => {
    destinations ??= startDestinations(writtenTo(folder.destinations));
    return destinations;
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
      ...Object.fromEntries(
        await Promise.all(
          servicesSentTo(sources).map(async (service) => [
            `AWS_ENDPOINT_URL_${service}`,
            await urlOf(service, startTaking),
          ]),
        ),
      ),
    },
    stop: async () => {
      await Promise.all([...new Set(started)].map((emulator) => emulator.stop()));
    },
  };
}

/** Service that a kind of destination is; SQS is there anyway, and an address is one. */
const services: Readonly<Partial<Record<Destination['kind'], string>>> = {
  eventbridge: 'EVENTBRIDGE',
  sns: 'SNS',
  'step-functions': 'SFN',
  lambda: 'LAMBDA',
};

/** Services that events of these sources are sent on to, and no others: what handlers call besides is theirs. */
function servicesSentTo(sources: readonly Source[]): readonly string[] {
  const kinds = sources.flatMap(({ destinations = [] }) => destinations.map(({ kind }) => kind));
  const waiters = sources.some(({ callbacks }) => callbacks) ? ['SFN', 'LAMBDA'] : [];
  return [...new Set([...kinds.flatMap((kind) => services[kind] ?? []), ...waiters])];
}

/** Takes every event, and writes each call as one line of JSON. */
const writtenTo =
  (file: string): TakeCall =>
  (call) => {
    appendFileSync(file, `${JSON.stringify({ at: toIso(systemClock.nowMs()), ...call })}\n`);
    return undefined;
  };
