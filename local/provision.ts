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
import { writeSecretValue } from '../lambda/model/secret-value.ts';
import { requiredSecretFields, type Source } from '../lambda/model/source.ts';
import { auditTableInput } from './audit-table-input.ts';
import { developmentSecrets } from './development-secrets.ts';
import { localSettings } from './settings.ts';

/** Clients of the run's endpoints. */
export function localClients(urls: RunFile['endpoints']) {
  const common = { region: localRegion(), ...localCredentials() };
  return {
    dynamoDb: new DynamoDBClient({ ...common, endpoint: urls.dynamoDb }),
    sqs: new SQSClient({ ...common, endpoint: urls.sqs }),
    s3: new S3Client({ ...common, endpoint: urls.s3, forcePathStyle: true }),
    secretsManager: new SecretsManagerClient({ ...common, endpoint: urls.secretsManager }),
  };
}

export type LocalClients = ReturnType<typeof localClients>;

/** Creates what the stack would create, where it is not there yet; random secrets for sources that have none. */
export async function provision(
  clients: LocalClients,
  sources: readonly Source[],
): Promise<{ readonly deliveryQueueUrl: string }> {
  await unlessItExists(
    ResourceInUseException,
    clients.dynamoDb.send(new CreateTableCommand(auditTableInput(localSettings.auditTable))),
  );
  await Promise.all(sources.map((source) => createSecret(clients, source)));
  await clients.s3
    .send(new CreateBucketCommand({ Bucket: localSettings.bodyBucket }))
    .catch((error: unknown) => {
      if (error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists) return;
      throw error;
    });
  return { deliveryQueueUrl: await createQueues(clients) };
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

async function createQueues({ sqs }: LocalClients): Promise<string> {
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: localSettings.deadLetterQueue }));
  const attributes = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const redrive = {
    deadLetterTargetArn: attributes.Attributes?.['QueueArn'],
    maxReceiveCount: localSettings.maxReceiveCount,
  };
  const deliveries = await sqs.send(
    new CreateQueueCommand({
      QueueName: localSettings.deliveryQueue,
      Attributes: {
        VisibilityTimeout: String(localSettings.visibilitySeconds),
        RedrivePolicy: JSON.stringify(redrive),
      },
    }),
  );
  // The emulator remembers the port of the run that created the queue; the path is what names it.
  const endpoint = await sqs.config.endpoint?.();
  const { pathname } = new URL(deliveries.QueueUrl ?? '');
  const { protocol, hostname, port } = endpoint ?? {
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 0,
  };
  return `${protocol}//${hostname}:${port}${pathname}`;
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
