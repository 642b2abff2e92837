import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { RunFile } from '../cli/run-file.ts';
import { localCredentials, localRegion } from '../cli/target.ts';
import { laneQueueName, lanesOf } from '../lambda/model/lane.ts';
import { writeSecretValue } from '../lambda/model/secret-value.ts';
import { type Lane, requiredSecretFields, type Source } from '../lambda/model/source.ts';
import { auditTableInput } from './audit-table-input.ts';
import { developmentSecrets } from './development-secrets.ts';
import { localSettings } from './settings.ts';

/** Longer than the pump's long poll and than the slowest emulator. */
const patienceMs = 10_000;

/** Clients of the run's endpoints. */
export function localClients(urls: RunFile['endpoints']) {
  // An endpoint that takes a request and never answers must not stop the queue pump for ever.
  const requestHandler = { requestTimeout: patienceMs, throwOnRequestTimeout: true };
  const common = { region: localRegion(), requestHandler, ...localCredentials() };
  return {
    dynamoDb: new DynamoDBClient({ ...common, endpoint: urls.dynamoDb }),
    sqs: new SQSClient({ ...common, endpoint: urls.sqs }),
    s3: new S3Client({ ...common, endpoint: urls.s3, forcePathStyle: true }),
    secretsManager: new SecretsManagerClient({ ...common, endpoint: urls.secretsManager }),
  };
}

export type LocalClients = ReturnType<typeof localClients>;

/** Creates what the stack would create, where it is not there yet; random secrets for sources that have none, but no tenants. */
export async function provision(
  clients: LocalClients,
  sources: readonly Source[],
): Promise<Queues> {
  await unlessItExists(
    ResourceInUseException,
    clients.dynamoDb.send(new CreateTableCommand(auditTableInput(localSettings.auditTable))),
  );
  const single = sources.filter(({ tenants }) => tenants === undefined);
  await Promise.all(single.map((source) => createSecret(clients, source)));
  await clients.s3
    .send(new CreateBucketCommand({ Bucket: localSettings.bodyBucket }))
    .catch((error: unknown) => {
      if (error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists) return;
      throw error;
    });
  return createQueues(clients, sources);
}

/** Where the queues are. */
export interface Queues {
  readonly deliveryQueueUrl: string;
  /** One event at a time and group where the queue keeps an order. */
  readonly lanes: readonly { readonly url: string; readonly lane: Lane }[];
  readonly deadLetterUrls: readonly string[];
}

async function unlessItExists(
  conflict: abstract new (...args: never[]) => Error,
  creation: Promise<unknown>,
): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof conflict)) throw error;
  }
}

async function createQueues({ sqs }: LocalClients, sources: readonly Source[]): Promise<Queues> {
  const { deliveryQueue, deadLetterQueue, orderedDeadLetterQueue, stage } = localSettings;
  const dead = await createQueue(sqs, deadLetterQueue);
  const orderedDead = await createQueue(sqs, orderedDeadLetterQueue);
  const lanes = [];
  for (const { id, lane } of sources.flatMap(lanesOf)) {
    const name = laneQueueName(stage, { id, lane });
    if (name === undefined) continue;
    const behind = lane.orderedBy === undefined ? dead : orderedDead;
    lanes.push({ lane, ...(await createQueue(sqs, name, behind.arn)) });
  }
  return {
    deliveryQueueUrl: (await createQueue(sqs, deliveryQueue, dead.arn)).url,
    lanes,
    deadLetterUrls: [dead.url, orderedDead.url],
  };
}

/** A queue, with a dead-letter queue behind it where one is given. */
async function createQueue(
  sqs: SQSClient,
  QueueName: string,
  deadLetterTargetArn?: string,
): Promise<{ readonly url: string; readonly arn: string }> {
  const { maxReceiveCount, visibilitySeconds } = localSettings;
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName,
      Attributes: {
        ...(QueueName.endsWith('.fifo') && { FifoQueue: 'true' }),
        ...(deadLetterTargetArn && {
          VisibilityTimeout: String(visibilitySeconds),
          RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
        }),
      },
    }),
  );
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  return { url: await reachable(sqs, QueueUrl), arn: Attributes?.['QueueArn'] ?? '' };
}

/** The emulator remembers the port of the run that created the queue; the path is what names it. */
async function reachable(sqs: SQSClient, queueUrl: string): Promise<string> {
  const endpoint = await sqs.config.endpoint?.();
  if (endpoint === undefined) return queueUrl;
  const { protocol, hostname, port } = endpoint;
  const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`;
  return origin + new URL(queueUrl).pathname;
}

async function createSecret({ secretsManager }: LocalClients, source: Source): Promise<void> {
  const secrets = developmentSecrets(source);
  if (Object.keys(secrets).length === 0) return;
  const create = new CreateSecretCommand({
    Name: `${localSettings.secretPrefix}${source.id}`,
    SecretString: writeSecretValue(secrets, requiredSecretFields(source)),
  });
  await unlessItExists(ResourceExistsException, secretsManager.send(create));
}
