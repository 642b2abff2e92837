import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { bundleFunction } from '../../lib/functions/function-bundle.ts';
import { commandsIn } from './bundles.ts';
import { type Audited, idsOf, type ResourceKind, resourcesOfKind } from './permission-resources.ts';
import { constructOf, resourcesOf } from './stack.ts';

/* What each function's code calls, what AWS calls in its name, and what its role allows: action by action, resource by resource. */

/** Where a need is one: in every stack, or where a source has what the name says. `ways`: callbacks or destinations. */
type Occasion = 'callbacks' | 'ways';

export type Need = readonly [action: string, kind: ResourceKind, when?: Occasion];

/** What each call that the code makes asks for. */
const calls: Readonly<Record<string, readonly Need[]>> = {
  PutItem: [['dynamodb:PutItem', 'table']],
  UpdateItem: [['dynamodb:UpdateItem', 'table']],
  GetItem: [['dynamodb:GetItem', 'table']],
  Query: [['dynamodb:Query', 'openIndex']],
  SendMessage: [['sqs:SendMessage', 'deliveries']],
  ChangeMessageVisibility: [['sqs:ChangeMessageVisibility', 'deliveries']],
  PutObject: [['s3:PutObject', 'bodies']],
  GetObject: [['s3:GetObject', 'bodies']],
  GetSecretValue: [['secretsmanager:GetSecretValue', 'secrets']],
  DescribeSecret: [['secretsmanager:DescribeSecret', 'tenantSecrets']],
  PutSecretValue: [['secretsmanager:PutSecretValue', 'handedSecrets']],
  PutEvents: [['events:PutEvents', 'eventbridge']],
  Publish: [['sns:Publish', 'sns']],
  StartExecution: [['states:StartExecution', 'step-functions']],
  Invoke: [['lambda:InvokeFunction', 'lambda']],
  ...Object.fromEntries(
    ['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'].map((call) => [
      call,
      [[`states:${call}`, 'everything', 'callbacks']],
    ]),
  ),
  ...Object.fromEntries(
    ['Success', 'Failure', 'Heartbeat'].map((end) => [
      `SendDurableExecutionCallback${end}`,
      [[`lambda:SendDurableExecutionCallback${end}`, 'durableExecutions', 'callbacks']],
    ]),
  ),
};

/** The same where a function's call asks for something else, or on some occasions alone. */
const ownCalls: Readonly<Partial<Record<FunctionName, typeof calls>>> = {
  worker: {
    PutItem: [['dynamodb:PutItem', 'table', 'ways']],
    SendMessage: [
      ['sqs:SendMessage', 'deliveries', 'ways'],
      ['sqs:SendMessage', 'sqs'],
    ],
    GetSecretValue: [['secretsmanager:GetSecretValue', 'destinationSecrets']],
    // Come along with the reader: no destination has tenants or hands its secret over.
    DescribeSecret: [],
    PutSecretValue: [],
  },
  sweeper: { PutItem: [['dynamodb:PutItem', 'table', 'callbacks']] },
};

/** Calls that Lambda makes with the role of a function that works off queues. */
const workingOff = (kind: ResourceKind): readonly Need[] =>
  ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((call) => [`sqs:${call}`, kind]);

/** What no call in the code shows. */
const ofTheRuntime: Readonly<Partial<Record<FunctionName, readonly Need[]>>> = {
  // Without ListBucket S3 answers 403 for an object that is gone: that would look like an outage.
  worker: [...workingOff('deliveries'), ['s3:ListBucket', 'bodyBucket']],
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
function keyUses(
  { template, receiver }: Audited,
  name: FunctionName,
): Readonly<Record<string, readonly string[]>> {
  const has = (kind: ResourceKind) =>
    resourcesOfKind({ template, receiver }, name, kind).length > 0;
  const uses: Readonly<Record<FunctionName, Readonly<Record<string, readonly string[]>>>> = {
    ingress: {
      s3: writing,
      sqs: writing,
      secretsmanager: has('handedSecrets') ? writing : has('secrets') ? reading : [],
    },
    worker: {
      s3: reading,
      sqs: isOccasion('ways', receiver) ? writing : reading,
      secretsmanager: has('destinationSecrets') ? reading : [],
    },
    sweeper: { sqs: writing },
    'dead-letters': { sqs: reading },
    callbacks: {},
  };
  return { dynamodb: readingTable, ...uses[name] };
}

function isOccasion(when: Occasion, { sources }: Receiver): boolean {
  const hasCallbacks = sources.some(({ callbacks }) => callbacks);
  return when === 'callbacks'
    ? hasCallbacks
    : hasCallbacks || sources.some(({ destinations = [] }) => destinations.length > 0);
}

/** `action resource` for all that the function needs; of the key, `action resource service`. Nothing where the stack has no such function. */
export function neededGrants(
  audited: Audited,
  name: FunctionName,
  more: readonly Need[] = [],
): readonly string[] {
  const { template, receiver } = audited;
  const isThere = idsOf(template, 'AWS::Lambda::Function').some((id) =>
    id.startsWith(`${constructOf(name)}Function`),
  );
  if (!isThere) return [];
  const bundle = bundleFunction(name, { sources: [], handlers: [] });
  const called = commandsIn(bundle).flatMap(
    (command) =>
      ownCalls[name]?.[command] ??
      calls[command] ?? [[`unknown:${command}`, 'everything'] satisfies Need],
  );
  const needs = [...called, ...(ofTheRuntime[name] ?? []), ...ofEveryFunction, ...more];
  const grants = needs
    .filter(([, , when]) => when === undefined || isOccasion(when, receiver))
    .flatMap(([action, kind]) =>
      resourcesOfKind(audited, name, kind).map((resource) => `${action} ${resource}`),
    );
  const [key] = idsOf(template, 'AWS::KMS::Key').filter((id) => id.startsWith('DataKey'));
  const keyGrants = Object.entries(keyUses(audited, name)).flatMap(([service, actions]) =>
    actions.map((action) => `kms:${action} ${key} ${service}`),
  );
  return [...new Set([...grants, ...keyGrants])].sort();
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
