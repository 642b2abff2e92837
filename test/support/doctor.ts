import type { Stack } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Check, Surroundings } from '../../cli/check.ts';
import type { DeployedStack } from '../../cli/deployed-stack.ts';
import { examine } from '../../cli/examine.ts';
import type { Target } from '../../cli/target.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readReceiverConfig } from '../../lambda/config/read-config.ts';
import { systemClock } from '../../lambda/model/time.ts';

/** Clients of one address that answers for every service. */
export function clientsAt(url: string) {
  const common = {
    region: 'eu-west-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    dynamoDb: new DynamoDBClient(common),
    secretsManager: new SecretsManagerClient(common),
    sqs: new SQSClient(common),
    s3: new S3Client(common),
  };
}

/** A target of these sources at one address. */
export function targetAt(url: string, sources: object, more: Partial<Target> = {}): Target {
  return {
    name: 'test',
    ...clientsAt(url),
    auditTable: 'audit',
    secretPrefix: 'sallyport/test/',
    ...readReceiverConfig({ sources }, presets),
    places: () => ({
      stageName: 'test',
      deliveryQueueUrl: `${url}/queue`,
      deadLetterUrls: [`${url}/dead`],
      bodyBucket: 'bodies',
    }),
    operator: async () => 'tester',
    urlOf: (sourceId) => `${url}/hooks/${sourceId}`,
    secretKeyArn: () => undefined,
    isLocal: true,
    ...more,
  };
}

/** Nobody listens there: for checks that ask nobody. */
export const nowhere = 'http://127.0.0.1:9';

/** Each finding as `result subject: finding`, and the remedies by themselves. */
export async function diagnose(
  check: Check,
  target: Target,
  around: Partial<Surroundings> = {},
): Promise<{ readonly findings: readonly string[]; readonly remedies: string }> {
  const found = await examine([check], target, { clock: systemClock, ...around });
  return {
    findings: found.map(({ result, subject, finding }) =>
      subject === undefined ? `${result}: ${finding}` : `${result} ${subject}: ${finding}`,
    ),
    remedies: found.flatMap((one) => ('remedy' in one ? [one.remedy] : [])).join('\n'),
  };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A stack as CloudFormation would describe it. */
export const stackOf = (
  resources: Readonly<Record<string, Resource>>,
  description: Partial<Stack> = {},
): DeployedStack => ({
  name: 'sallyport-test',
  description: async () => ({
    StackName: 'sallyport-test',
    CreationTime: new Date(0),
    StackStatus: 'CREATE_COMPLETE',
    ...description,
  }),
  resources: async () =>
    Object.fromEntries(
      Object.entries(resources).map(([id, { Type, Properties = {} }]) => [
        id,
        { Type, Properties },
      ]),
    ),
});
