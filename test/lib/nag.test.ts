import { CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { CfnStage } from 'aws-cdk-lib/aws-apigateway';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type NagPack, nagPacks } from '../../lib/nag.ts';
import type { ReceiverStack } from '../../lib/receiver-stack.ts';
import type { WebhookReceiverProps } from '../../lib/webhook-receiver-props.ts';
import { nagFindings } from '../support/nag.ts';
import { laneReceiver, testApp, testStack, waysReceiver } from '../support/stack.ts';

/* The rule packs of cdk-nag: none finds anything in the stack, and each finds what is planted. */

const replicaKeyArns = {
  'eu-central-1': 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

test.each<[string, Partial<WebhookReceiverProps>]>([
  ['nothing is chosen', {}],
  ['sources have queues of their own', { receiver: laneReceiver() }],
  ['sources have callbacks, tenants and destinations of each kind', { receiver: waysReceiver() }],
  [
    'everything is chosen',
    {
      receiver: waysReceiver(),
      callbacks: {
        durableFunctionArns: ['arn:aws:lambda:eu-west-1:111122223333:function:orders-*'],
      },
      manageApiGatewayAccount: true,
      functions: { canary: true, provisionedConcurrency: 2 },
      storage: { backup: true, replicaRegions: ['eu-central-1'], replicaKeyArns },
      secrets: {
        replicaRegions: ['eu-central-1'],
        breakGlassArns: ['arn:aws:iam::111122223333:role/break-glass'],
      },
    },
  ],
  [
    'it is the stack of a second Region',
    {
      functions: { isStandby: true },
      storage: { auditTableName: 'first', replicaKeyArn: replicaKeyArns['eu-central-1'] },
    },
  ],
])('no pack finds anything when %s', async (_name, props) => {
  const app = testApp();
  testStack(app, props);
  expect(await nagFindings(app, nagPacks)).toEqual([]);
});

test('no pack finds anything when the functions are in a VPC', async () => {
  const app = testApp();
  const network = new Stack(app, 'network', {
    env: { region: 'eu-west-1', account: '111122223333' },
  });
  new CfnWaitConditionHandle(network, 'NotEmpty');
  const vpc = Vpc.fromVpcAttributes(network, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    privateSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
  });
  testStack(app, { functions: { vpc: { vpc } } });
  expect(await nagFindings(app, nagPacks)).toEqual([]);
});

/** A part of the receiver's resource, to be spoilt. */
const resourceOf = <R>(
  { receiver }: ReceiverStack,
  path: string,
  type: new (...args: never) => R,
): R => {
  const found = receiver.node
    .findAll()
    .find((node): node is Construct & R => node.node.path.includes(path) && node instanceof type);
  if (found === undefined) throw new Error(`expected a resource at ${path}`);
  return found;
};

test.each<[NagPack, string, (stack: ReceiverStack) => void]>([
  [
    'aws',
    'AwsSolutions-SQS2',
    (stack) => new CfnQueue(stack, 'Planted', { sqsManagedSseEnabled: false }),
  ],
  [
    'serverless',
    'Serverless-SQSRedrivePolicy',
    (stack) => new CfnQueue(stack, 'Planted', { sqsManagedSseEnabled: true }),
  ],
  [
    'nist5',
    'NIST.800.53.R5-LambdaConcurrency',
    (stack) => {
      const fn = resourceOf(stack, 'Worker/Function', CfnFunction);
      fn.addPropertyDeletionOverride('ReservedConcurrentExecutions');
      Object.assign(fn, { reservedConcurrentExecutions: undefined });
    },
  ],
  [
    'pci',
    'PCI.DSS.321-CloudWatchLogGroupEncrypted',
    (stack) => new CfnLogGroup(stack, 'Planted', { retentionInDays: 1 }),
  ],
  [
    'hipaa',
    'HIPAA.Security-APIGWExecutionLoggingEnabled',
    (stack) => {
      Object.assign(resourceOf(stack, 'DeploymentStage', CfnStage), { methodSettings: [] });
    },
  ],
])('the pack %s finds %s when it is planted', async (pack, rule, plant) => {
  const app = testApp();
  plant(testStack(app));
  const found = await nagFindings(app, [pack]);
  expect(found.map((finding) => finding.split(' ')[0])).toContain(rule);
  expect(found.filter((finding) => !/Planted|Worker|DeploymentStage/.test(finding))).toEqual([]);
});

test('an accepted finding is accepted where it stands alone', async () => {
  const app = testApp();
  const stack = testStack(app);
  new CfnFunction(stack, 'Planted', {
    code: { zipFile: ' ' },
    role: 'arn:aws:iam::111122223333:role/planted',
    reservedConcurrentExecutions: 1,
  });
  expect(await nagFindings(app, ['serverless', 'pci'])).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Serverless-LambdaDLQ .*Planted$/),
      expect.stringMatching(/^PCI.DSS.321-LambdaInsideVPC .*Planted$/),
    ]),
  );
});
