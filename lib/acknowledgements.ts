import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
}

/** How the packs begin the ids of their rules. */
const prefixes = {
  serverless: 'Serverless',
  nist5: 'NIST.800.53.R5',
  pci: 'PCI.DSS.321',
  hipaa: 'HIPAA.Security',
} as const;

/** The same rule of several packs. */
function inPacks(
  packs: readonly (keyof typeof prefixes)[],
  rule: string,
  reason: string,
): readonly Acknowledgement[] {
  return packs.map((pack) => ({ id: `${prefixes[pack]}-${rule}`, reason }));
}

/** Findings of cdk-nag that we accept, each on the narrowest construct and with its reason. */
const acknowledgements = {
  api: [
    {
      id: 'AwsSolutions-APIG4',
      reason:
        'senders cannot authorise with IAM or Cognito; the ingress function checks address, shared secret and signature, and an authorizer never sees the body',
    },
    { id: 'AwsSolutions-COG4', reason: 'see APIG4: senders have no Cognito users' },
    ...inPacks(
      ['nist5', 'pci', 'hipaa'],
      'APIGWCacheEnabledAndEncrypted',
      'a cache must not answer a webhook: each request is checked and recorded',
    ),
    ...inPacks(
      ['nist5', 'pci', 'hipaa'],
      'APIGWSSLEnabled',
      'a client certificate proves the API to HTTP backends; this one calls a function, by IAM',
    ),
  ],
  apiLogRole: [
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: "the setting is the Region's, for all its APIs, and AWS documents this policy for it",
    },
  ],
  backup: [
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
      reason:
        'what AWS Backup calls for a table changes with the service; only it can assume the role, and its plan names one table',
    },
  ],
  bodies: [
    ...inPacks(
      ['nist5', 'pci', 'hipaa'],
      'S3BucketLoggingEnabled',
      'CloudTrail data events show who reads and writes, without a second bucket of logs',
    ),
    ...inPacks(
      ['nist5', 'pci', 'hipaa'],
      'S3BucketReplicationEnabled',
      'a copy in another Region is a choice: docs/multi-region.md says how it is made and what is lost without',
    ),
    {
      id: 'AwsSolutions-S1',
      reason:
        'only the ingress writes and only the worker reads, each by its role; CloudTrail data events show who else tries, without a second bucket of logs',
    },
  ],
  secrets: [
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'the provider owns the secret: it is rotated on its side and stored here, two versions being accepted meanwhile',
    },
    ...inPacks(
      ['nist5', 'hipaa'],
      'SecretsManagerRotationEnabled',
      'see SMG4: only the provider can make a new one',
    ),
  ],
  destinationSecrets: [
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'the destination must have the same value: it is rotated on both sides, two versions being used meanwhile',
    },
    ...inPacks(
      ['nist5', 'hipaa'],
      'SecretsManagerRotationEnabled',
      'see SMG4: a value that the destination does not know would make it refuse every event',
    ),
  ],
  functions: [
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray has no resource-level permissions, and Lambda asks for all network interfaces when the function is in a VPC',
    },
    ...inPacks(
      ['serverless', 'nist5', 'hipaa'],
      'LambdaDLQ',
      'for asynchronous calls: API and queues call synchronously, and a sweep that failed is made good by the next, a minute later',
    ),
  ],
  waiters: [
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Step Functions knows a waiting task by its token alone: SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat have no resource in IAM',
    },
  ],
  secretUrls: inPacks(
    ['serverless', 'hipaa'],
    'APIGWXrayEnabled',
    'a trace would hold the whole URL, and with it the secret that some senders have there; the functions are traced',
  ),
  outsideVpc: inPacks(
    ['nist5', 'pci', 'hipaa'],
    'LambdaInsideVPC',
    'the functions call AWS services over TLS and nothing in a VPC; who needs it sets functions.vpc',
  ),
  mappings: [
    {
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'is for streams: a queue has its redrive policy',
    },
  ],
  deadLetters: [{ id: 'Serverless-SQSRedrivePolicy', reason: 'it is the dead-letter queue' }],
  canary: inPacks(
    ['nist5', 'hipaa'],
    'CloudWatchAlarmAction',
    'CodeDeploy looks at the alarm during a deployment, and takes it back',
  ),
} satisfies Record<string, readonly Acknowledgement[]>;

export type AcknowledgedPart = keyof typeof acknowledgements;

/** Acknowledges the accepted findings of this part of the stack. */
export function acknowledgeFindings(part: AcknowledgedPart, construct: IConstruct): void {
  Validations.of(construct).acknowledge(...acknowledgements[part]);
}

/** Acknowledges a policy that names all objects below a prefix, or all versions of one function. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const shown = asShown(Stack.of(construct).resolve(resource));
  Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${shown}]`, reason });
}

/** A resource as cdk-nag writes it into the ids of its findings. */
function asShown(resolved: unknown): string {
  if (typeof resolved !== 'object' || resolved === null) return String(resolved);
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = resolved as CloudFormationText;
  if (joined !== undefined) return joined[1].map(asShown).join('');
  return `<${attribute === undefined ? Ref : attribute.join('.')}>`;
}

interface CloudFormationText {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly string[];
  readonly 'Fn::Join'?: readonly [separator: string, parts: readonly unknown[]];
}
