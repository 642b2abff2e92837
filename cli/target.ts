import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { loadReceiver } from '../lambda/config/load-config.ts';
import { presets } from '../lambda/config/preset-index.ts';
import { type Cdn, secretOwners } from '../lambda/model/cdn.ts';
import { signersOf } from '../lambda/model/destination-signer.ts';
import type { Receiver } from '../lambda/model/receiver.ts';
import { routeBaseOf, type Source } from '../lambda/model/source.ts';
import { urlOutputName } from '../lambda/model/url-output.ts';
import { OperationFailed, UsageError } from './failure.ts';
import { type DeliveryPlaces, isRunning, readRunFile } from './run-file.ts';

/** The receiver that a command works on: the local run, or a deployed stack. */
export interface Target {
  /** The stack's name, or the data folder. */
  readonly name: string;
  readonly dynamoDb: DynamoDBClient;
  readonly secretsManager: SecretsManagerClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly auditTable: string;
  readonly secretPrefix: string;
  readonly sources: readonly Source[];
  /** Present where a CDN stands in front. */
  readonly cdn?: Cdn;
  /** @throws OperationFailed when the stack does not name them. */
  readonly places: () => DeliveryPlaces;
  /** Who is at the keyboard, for the record: the caller's ARN, or the user of this machine. */
  readonly operator: () => Promise<string>;
  /** Address of a source, up to what differs from request to request: a token in the path, for one. */
  readonly urlOf: (sourceId: string) => string;
  /**
   * The key that encrypts secrets; undefined in a local run, which has none.
   * @throws OperationFailed when the stack does not name it.
   */
  readonly secretKeyArn: () => string | undefined;
  /** True where `x-forwarded-for` sets the source address. */
  readonly isLocal: boolean;
}

export interface TargetOptions {
  readonly data: string;
  readonly stack?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly config: string;
}

export function openTarget(options: TargetOptions): Promise<Target> {
  return options.stack === undefined
    ? openLocalRun(options.data)
    : openStack(options, options.stack);
}

/** Any credentials do for the emulators; real ones are used when the endpoints were given from outside. */
export function localCredentials() {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return accessKeyId && secretAccessKey
    ? {}
    : { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

export const localRegion = (): string => process.env['AWS_REGION'] ?? 'us-east-1';

async function openLocalRun(folder: string): Promise<Target> {
  const run = readRunFile(folder);
  if (run === undefined || !(await isRunning(run))) {
    throw new OperationFailed(
      `no local run uses ${folder}: start one with npm start, or name a deployed stack with --stack NAME`,
    );
  }
  const receiver: Receiver = JSON.parse(readFileSync(run.receiverFile, 'utf8'));
  const common = { region: localRegion(), ...localCredentials() };
  const pathOf = (id: string) => {
    const source = receiver.sources.find((candidate) => candidate.id === id);
    return source === undefined ? `/hooks/${id}` : routeBaseOf(source);
  };
  return {
    name: folder,
    dynamoDb: new DynamoDBClient({ ...common, endpoint: run.endpoints.dynamoDb }),
    secretsManager: new SecretsManagerClient({ ...common, endpoint: run.endpoints.secretsManager }),
    sqs: new SQSClient({ ...common, endpoint: run.endpoints.sqs }),
    s3: new S3Client({ ...common, endpoint: run.endpoints.s3, forcePathStyle: true }),
    auditTable: run.auditTable,
    secretPrefix: run.secretPrefix,
    sources: receiver.sources,
    ...(receiver.cdn && { cdn: receiver.cdn }),
    places: () => run.places,
    operator: async () => `${userInfo().username}@${hostname()}`,
    urlOf: (sourceId) => `${run.gateway}${pathOf(sourceId)}`,
    secretKeyArn: () => undefined,
    isLocal: true,
  };
}

async function openStack(options: TargetOptions, stack: string): Promise<Target> {
  const { profile, region } = options;
  const common = {
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  const outputs = await outputsOf(new CloudFormationClient(common), stack);
  const output = (name: string): string => {
    const value = outputs.get(name);
    if (value === undefined) {
      throw new OperationFailed(
        `stack ${stack} has no output ${name}: name a Sallyport stack, or deploy it again`,
      );
    }
    return value;
  };
  return {
    name: stack,
    dynamoDb: new DynamoDBClient(common),
    secretsManager: new SecretsManagerClient(common),
    sqs: new SQSClient(common),
    s3: new S3Client(common),
    auditTable: output('AuditTable'),
    secretPrefix: output('SecretPrefix'),
    ...(await loadReceiver(options.config, presets)),
    places: () => ({
      stageName: output('SecretPrefix').split('/')[1] ?? '',
      deliveryQueueUrl: output('DeliveryQueueUrl'),
      deadLetterUrls: ['DeadLetterQueueUrl', 'OrderedDeadLetterQueueUrl'].flatMap(
        (name) => outputs.get(name) ?? [],
      ),
      bodyBucket: output('BodyBucket'),
    }),
    operator: async () => {
      const { Arn } = await new STSClient(common).send(new GetCallerIdentityCommand({}));
      return Arn ?? 'unknown';
    },
    urlOf: (sourceId) => output(urlOutputName(sourceId)),
    secretKeyArn: () => output('SecretKeyArn'),
    isLocal: false,
  };
}

async function outputsOf(
  client: CloudFormationClient,
  stack: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = Stacks?.[0]?.Outputs ?? [];
    return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationFailed(
      `stack ${stack} cannot be read: ${reason}: check --stack, --profile and --region`,
    );
  }
}

/** The source with this id, or the CDN by its own. */
export function sourceOf(target: Target, id: string): Source {
  const owners = [...secretOwners(target), ...signersOf(target.sources)];
  const source = owners.find((candidate) => candidate.id === id);
  if (source !== undefined) return source;
  const known = target.sources.map((candidate) => candidate.id).join(', ');
  throw new UsageError(`source "${id}" is not configured: use one of ${known}`);
}
