import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../lambda/model/environment.ts';
import { bundleFunction } from '../../lib/functions/function-bundle.ts';
import { commandsIn } from './bundles.ts';
import { constructOf, resourcesOf } from './stack.ts';

/* What each function's code calls, what AWS calls in its name, and what its role allows: action by action, resource by resource. */

/** Service and resource of each call that the code makes. */
const calls: Readonly<Record<string, readonly [service: string, resource: ResourceKind]>> = {
  PutItem: ['dynamodb', 'table'],
  UpdateItem: ['dynamodb', 'table'],
  GetItem: ['dynamodb', 'table'],
  Query: ['dynamodb', 'openIndex'],
  SendMessage: ['sqs', 'deliveries'],
  ChangeMessageVisibility: ['sqs', 'deliveries'],
  PutObject: ['s3', 'bodies'],
  GetObject: ['s3', 'bodies'],
  GetSecretValue: ['secretsmanager', 'secrets'],
  PutSecretValue: ['secretsmanager', 'handedSecrets'],
};

type ResourceKind =
  | 'table'
  | 'openIndex'
  | 'deliveries'
  | 'deadLetters'
  | 'bodies'
  | 'bodyBucket'
  | 'secrets'
  | 'handedSecrets'
  | 'ownLog'
  | 'everything';

export type Need = readonly [action: string, kind: ResourceKind];

/** Calls that Lambda makes with the role of a function that works off queues. */
const workingOff = (kind: ResourceKind): readonly Need[] =>
  ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((call) => [`sqs:${call}`, kind]);

/** What no call in the code shows. */
const ofTheRuntime: Readonly<Record<FunctionName, readonly Need[]>> = {
  ingress: [],
  // Without ListBucket S3 answers 403 for an object that is gone: that would look like an outage.
  worker: [...workingOff('deliveries'), ['s3:ListBucket', 'bodyBucket']],
  sweeper: [],
  'dead-letters': workingOff('deadLetters'),
};

const ofEveryFunction: readonly Need[] = [
  ['logs:CreateLogStream', 'ownLog'],
  ['logs:PutLogEvents', 'ownLog'],
  ['xray:PutTelemetryRecords', 'everything'],
  ['xray:PutTraceSegments', 'everything'],
];

const readingTable = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];
const reading = ['Decrypt'];
const writing = ['Decrypt', 'GenerateDataKey'];

/** Uses of the data key, by the service that makes them. */
const keyUses: Readonly<Record<FunctionName, Readonly<Record<string, readonly string[]>>>> = {
  ingress: { dynamodb: readingTable, s3: writing, sqs: writing, secretsmanager: writing },
  worker: { dynamodb: readingTable, s3: reading, sqs: reading },
  sweeper: { dynamodb: readingTable, sqs: writing },
  'dead-letters': { dynamodb: readingTable, sqs: reading },
};

const idsOf = (template: Template, type: string): readonly string[] =>
  Object.keys(resourcesOf(template, type));

/** The resources of a kind, written as `grantsOf` writes them. */
function resourcesOfKind(template: Template, name: FunctionName, kind: ResourceKind) {
  const queues = idsOf(template, 'AWS::SQS::Queue');
  const isDead = (id: string) => /^Deliveries(Ordered)?DeadLetters/.test(id);
  const secrets = idsOf(template, 'AWS::SecretsManager::Secret');
  const table = idsOf(template, 'AWS::DynamoDB::GlobalTable');
  const bucket = idsOf(template, 'AWS::S3::Bucket');
  const log = idsOf(template, 'AWS::Logs::LogGroup');
  const kinds: Record<ResourceKind, readonly string[]> = {
    table,
    openIndex: table.map((id) => `${id}/index/open`),
    deliveries: queues.filter((id) => !isDead(id)),
    deadLetters: queues.filter(isDead),
    bodies: bucket.map((id) => `${id}/bodies/*`),
    bodyBucket: bucket,
    secrets,
    // Of the test's sources, only this one's sender hands its secret over.
    handedSecrets: secrets.filter((id) => id.startsWith('Secretsasana')),
    ownLog: log.filter((id) => id.startsWith(`${constructOf(name)}Log`)),
    everything: ['*'],
  };
  return kinds[kind];
}

/** `action resource` for all that the function needs; of the key, `action resource service`. */
export function neededGrants(
  template: Template,
  name: FunctionName,
  more: readonly Need[] = [],
): readonly string[] {
  const { metafile } = bundleFunction(name, { sources: [], handlers: [] });
  const called = commandsIn(metafile).map((command): Need => {
    const [service, kind] = calls[command] ?? ['unknown', 'everything'];
    return [`${service}:${command}`, kind];
  });
  const grants = [...called, ...ofTheRuntime[name], ...ofEveryFunction, ...more].flatMap(
    ([action, kind]) =>
      resourcesOfKind(template, name, kind).map((resource) => `${action} ${resource}`),
  );
  const [key] = idsOf(template, 'AWS::KMS::Key').filter((id) => id.startsWith('DataKey'));
  const keyGrants = Object.entries(keyUses[name]).flatMap(([service, actions]) =>
    actions.map((action) => `kms:${action} ${key} ${service}`),
  );
  // Only what is handed over is stored.
  const stores = resourcesOfKind(template, name, 'handedSecrets').length > 0;
  const spare = stores ? undefined : `kms:GenerateDataKey ${key} secretsmanager`;
  return [...new Set([...grants, ...keyGrants])].filter((grant) => grant !== spare).sort();
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals?: { readonly 'kms:ViaService'?: unknown } };
}

interface PolicyProperties {
  readonly Roles?: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: Statement[] };
}

/** Statements of all that hangs on the function's role, whichever way it was given: managed policy, policy beside the role, or inside it. */
export function statementsOf(template: Template, name: FunctionName): readonly Statement[] {
  const roles = Object.entries(resourcesOf(template, 'AWS::IAM::Role')).filter(
    ([id]) => id.slice(0, -8) === `${constructOf(name)}Role`,
  );
  const roleIds = roles.map(([id]) => id);
  const inline = roles.flatMap(
    ([, { Properties }]) => (Properties['Policies'] ?? []) as PolicyProperties[],
  );
  const attached = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy']
    .flatMap((type) => Object.values(resourcesOf(template, type)))
    .map(({ Properties }) => Properties as unknown as PolicyProperties)
    .filter(({ Roles }) => Roles?.some(({ Ref }) => roleIds.includes(Ref)));
  return [...attached, ...inline].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** `action resource` for all that the statements allow; of the key, `action resource service`. */
export const grantsOf = (statements: readonly Statement[]): readonly string[] =>
  [
    ...new Set(
      statements
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap((statement) =>
          [statement.Action].flat().flatMap((action) =>
            [statement.Resource].flat().map((resource) => {
              const service = action.startsWith('kms:') ? ` ${viaService(statement)}` : '';
              return `${action} ${nameOf(resource)}${service}`;
            }),
          ),
        ),
    ),
  ].sort();

/** The service through which alone a key may be used. */
const viaService = ({ Condition }: Statement): string =>
  nameOf(Condition?.StringEquals?.['kms:ViaService'] ?? 'any').split('.')[0] ?? '';

/** The logical id of a resource, and what stands behind its ARN. */
function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, ...functions } = resource as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref;
  const { 'Fn::GetAtt': attribute, 'Fn::Join': joined } = functions;
  if (Array.isArray(attribute)) return String(attribute[0]);
  if (Array.isArray(joined)) return (joined[1] as unknown[]).map(nameOf).join('');
  return JSON.stringify(resource);
}

/** What the role lacks and what it has too much: nothing, when it is exact. */
export function permissionProblems(
  granted: readonly string[],
  needed: readonly string[],
): readonly string[] {
  return [
    ...needed.filter((grant) => !granted.includes(grant)).map((grant) => `lacks ${grant}`),
    ...granted.filter((grant) => !needed.includes(grant)).map((grant) => `may also ${grant}`),
  ];
}
