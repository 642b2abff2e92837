import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnManagedPolicy,
  type CfnRole,
  type ManagedPolicy,
  Policy,
  PolicyStatement,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambda/model/environment.ts';
import { bundleFunction } from '../../lib/functions/function-bundle.ts';
import { bundleRules, commandsIn } from '../support/bundles.ts';
import {
  constructOf,
  laneReceiver,
  resourcesOf,
  testApp,
  testStack,
  testTemplate,
} from '../support/stack.ts';

/* What each function's code calls and what its role allows must be the same, in both directions. */

const names = Object.keys(bundleRules) as FunctionName[];

const serviceOf: Readonly<Record<string, string>> = {
  PutItem: 'dynamodb',
  UpdateItem: 'dynamodb',
  GetItem: 'dynamodb',
  Query: 'dynamodb',
  SendMessage: 'sqs',
  ChangeMessageVisibility: 'sqs',
  PutObject: 's3',
  GetObject: 's3',
  GetSecretValue: 'secretsmanager',
  PutSecretValue: 'secretsmanager',
};

/** Calls that Lambda makes with the role of a function that works off a queue. */
const workingOff = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** What a role allows beyond the commands in the code. */
const beyondCommands: Readonly<Record<FunctionName, readonly string[]>> = {
  ingress: [],
  // Nothing is listed, but who may not list gets 403 for an object that is gone, and cannot tell a lost body from an outage.
  worker: [...workingOff, 's3:ListBucket'],
  sweeper: [],
  'dead-letters': workingOff,
};

const ofEveryFunction = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

function neededActions(name: FunctionName): readonly string[] {
  const { metafile } = bundleFunction(name, { sources: [], handlers: [] });
  const called = commandsIn(metafile).map(
    (command) => `${serviceOf[command] ?? 'unknown'}:${command}`,
  );
  return [...new Set([...called, ...beyondCommands[name], ...ofEveryFunction])].sort();
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** All that the function's role may do, whichever way it was given: managed policy, policy beside the role, or inside it. */
function statementsOf(template: Template, name: FunctionName): readonly Statement[] {
  const ownedBy = (type: string) =>
    Object.entries(resourcesOf(template, type))
      .filter(([id]) => id.startsWith(constructOf(name)))
      .map(([, { Properties }]) => Properties);
  const inline = ownedBy('AWS::IAM::Role').flatMap(
    ({ Policies }) => (Policies ?? []) as { PolicyDocument: unknown }[],
  );
  return [...ownedBy('AWS::IAM::ManagedPolicy'), ...ownedBy('AWS::IAM::Policy'), ...inline].flatMap(
    ({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement,
  );
}

const grantedActions = (statements: readonly Statement[]): readonly string[] =>
  [...new Set(statements.flatMap(({ Action }) => Action))]
    .filter((action) => !action.startsWith('kms:'))
    .sort();

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

test.each(names)('the %s role allows what its code calls and nothing else', (name) => {
  expect(grantedActions(statementsOf(template, name))).toEqual(neededActions(name));
});

const deleteItem = new PolicyStatement({
  actions: ['dynamodb:DeleteItem'],
  resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'],
});

test.each<[string, (sweeper: Construct) => void]>([
  [
    'a grant too many in its policy',
    (sweeper) => (sweeper.node.findChild('Policy') as ManagedPolicy).addStatements(deleteItem),
  ],
  [
    'a grant too many in a policy of its own',
    (sweeper) => {
      const role = sweeper.node.findChild('Role') as Role;
      new Policy(sweeper, 'Planted', { roles: [role], statements: [deleteItem] });
    },
  ],
  [
    'a grant too many inside the role',
    (sweeper) => {
      const role = sweeper.node.findChild('Role').node.defaultChild as CfnRole;
      role.policies = [
        { policyName: 'planted', policyDocument: { Statement: [deleteItem.toStatementJson()] } },
      ];
    },
  ],
  [
    'a grant too few',
    (sweeper) =>
      (
        sweeper.node.findChild('Policy').node.defaultChild as CfnManagedPolicy
      ).addPropertyDeletionOverride('PolicyDocument.Statement.0'),
  ],
])('a stack whose sweeper has %s is seen', (_name, plant) => {
  const stack = testStack(testApp());
  plant(stack.node.findChild(constructOf('sweeper')) as Construct);
  const planted = Template.fromStack(stack);
  expect(grantedActions(statementsOf(planted, 'sweeper'))).not.toEqual(neededActions('sweeper'));
  expect(grantedActions(statementsOf(planted, 'worker'))).toEqual(neededActions('worker'));
});

test.each(names)(
  'no statement of the %s role has a wildcard action, or a wildcard resource but for X-Ray',
  (name) => {
    for (const { Action, Resource } of statementsOf(template, name)) {
      const actions = [Action].flat();
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      if (!actions.every((action) => action.startsWith('xray:'))) expect(Resource).not.toBe('*');
    }
  },
);

test('the worker may list the bucket of the bodies and read what is below its prefix, and no other', () => {
  const [bucket] = Object.keys(resourcesOf(template, 'AWS::S3::Bucket'));
  const resourcesFor = (action: string) =>
    statementsOf(template, 'worker').flatMap(({ Action, Resource }) =>
      [Action].flat().includes(action) ? [Resource].flat() : [],
    );
  const arn = { 'Fn::GetAtt': [bucket, 'Arn'] };
  expect(resourcesFor('s3:ListBucket')).toEqual([arn]);
  expect(resourcesFor('s3:GetObject')).toEqual([{ 'Fn::Join': ['', [arn, '/bodies/*']] }]);
});

describe('when sources have queues of their own', () => {
  let lanes: Template;
  beforeAll(() => {
    lanes = testTemplate({ receiver: laneReceiver() });
  });
  const deliveries = ['Laneboth', 'Lanelimited', 'Laneordered', 'Queue'];
  const dead = ['DeadLetters', 'OrderedDeadLetters'];

  test.each<[FunctionName, string, readonly string[]]>([
    ['ingress', 'sqs:SendMessage', deliveries],
    ['sweeper', 'sqs:SendMessage', deliveries],
    ['worker', 'sqs:ReceiveMessage', deliveries],
    ['worker', 'sqs:DeleteMessage', deliveries],
    ['worker', 'sqs:ChangeMessageVisibility', deliveries],
    ['dead-letters', 'sqs:ReceiveMessage', dead],
    ['dead-letters', 'sqs:DeleteMessage', dead],
  ])('the %s role allows %s on exactly the queues %j', (name, action, queues) => {
    const resources = statementsOf(lanes, name)
      .filter(({ Action }) => [Action].flat().includes(action))
      .flatMap(({ Resource }) => Resource as { 'Fn::GetAtt': [string, string] }[]);
    const names = resources.map(({ 'Fn::GetAtt': [id] }) => id.replace(/^Deliveries|.{8}$/g, ''));
    expect(names.sort()).toEqual(queues);
  });

  test.each(names)('the %s role allows no more actions than without', (name) => {
    const actions = grantedActions(statementsOf(template, name));
    expect(actions).toEqual(expect.arrayContaining([...grantedActions(statementsOf(lanes, name))]));
  });
});

test('keys may be used through the service that needs them only', () => {
  for (const name of names) {
    for (const statement of statementsOf(template, name)) {
      if (![statement.Action].flat().some((action) => action.startsWith('kms:'))) continue;
      expect(JSON.stringify(statement)).toContain('kms:ViaService');
    }
  }
});
