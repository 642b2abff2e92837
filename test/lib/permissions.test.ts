import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnRole,
  type ManagedPolicy,
  Policy,
  PolicyStatement,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type FunctionName, functionEnvironment } from '../../lambda/model/environment.ts';
import {
  grantsOf,
  neededGrants,
  permissionProblems,
  type Statement,
  statementsOf,
} from '../support/permissions.ts';
import {
  constructOf,
  laneReceiver,
  testApp,
  testReceiver,
  testStack,
  testTemplate,
  waysReceiver,
  waysSources,
} from '../support/stack.ts';

/* What each function's code calls and what its role allows must be the same, in both directions. */

const all = Object.keys(functionEnvironment) as FunctionName[];

/** Stacks by what their sources have. */
const receivers = {
  checks: testReceiver(),
  lanes: laneReceiver(),
  'callbacks, tenants and destinations': waysReceiver(),
  'callbacks alone': waysReceiver({ prompt: waysSources.prompt }),
  'destinations alone': waysReceiver({ payments: waysSources.payments }),
};
type Name = keyof typeof receivers;
const stacks = Object.keys(receivers) as Name[];

let templates: Readonly<Record<Name, Template>>;
/** By stack and function. */
let needed: Readonly<Record<string, readonly string[]>>;
beforeAll(() => {
  const made = stacks.map(
    (stack) => [stack, testTemplate({ receiver: receivers[stack] })] as const,
  );
  templates = Object.fromEntries(made) as typeof templates;
  needed = Object.fromEntries(
    made.flatMap(([stack, template]) =>
      all.map((name) => [
        `${stack}/${name}`,
        neededGrants({ template, receiver: receivers[stack] }, name),
      ]),
    ),
  );
}, 120_000);

const neededOf = (stack: Name, name: FunctionName) => needed[`${stack}/${name}`] ?? [];
const grantedStatements = (stack: Name, name: FunctionName) => statementsOf(templates[stack], name);
const problemsOf = (stack: Name, name: FunctionName, statements: readonly Statement[]) =>
  permissionProblems(grantsOf(statements), neededOf(stack, name));

/** Every function in every stack; only where a source has callbacks is there a function that mints them. */
const roles = stacks.flatMap((stack) =>
  all
    .filter((name) => name !== 'callbacks' || stack.startsWith('callbacks'))
    .map((name) => [name, stack] as const),
);
/** What is left out here is a part of what is looked at. */
const wholeRoles = roles.filter(([, stack]) => !stack.endsWith('alone'));

test.each(roles)(
  'the %s role allows what its code calls and nothing else when sources have %s',
  (name, stack) => {
    expect(neededOf(stack, name).length).toBeGreaterThan(5);
    expect(problemsOf(stack, name, grantedStatements(stack, name))).toEqual([]);
  },
);

test.each(wholeRoles)(
  'any one action that the %s role loses or gains is seen when sources have %s',
  (name, stack) => {
    const statements = grantedStatements(stack, name);
    let changes = 0;
    statements.forEach((statement, at) => {
      if (statement.Effect !== 'Allow') return;
      const actions = [statement.Action].flat();
      for (const edited of [
        ...actions.map((action) => actions.filter((other) => other !== action)),
        ...['dynamodb:DeleteItem', 'sqs:PurgeQueue', 's3:DeleteObject', 'kms:CreateGrant'].map(
          (action) => [...actions, action],
        ),
      ]) {
        changes += 1;
        const changed = statements.with(at, { ...statement, Action: edited });
        expect(problemsOf(stack, name, changed)).not.toEqual([]);
      }
    });
    expect(changes).toBeGreaterThan(15);
  },
);

test.each(wholeRoles)(
  'any one resource that the %s role loses, or all that it gains, is seen when sources have %s',
  (name, stack) => {
    const statements = grantedStatements(stack, name);
    statements.forEach((statement, at) => {
      if (statement.Effect !== 'Allow') return;
      const resources = [statement.Resource].flat();
      const other = { 'Fn::GetAtt': ['Other12345678', 'Arn'] };
      for (const Resource of [
        ...resources.map((resource) => resources.filter((kept) => kept !== resource)),
        [...resources, other],
        ...(resources.includes('*') ? [] : ['*']),
      ]) {
        const changed = statements.with(at, { ...statement, Resource });
        expect(problemsOf(stack, name, changed)).not.toEqual([]);
      }
    });
  },
);

const deleteItem = new PolicyStatement({
  actions: ['dynamodb:DeleteItem'],
  resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/other'],
});

test.each<[string, (sweeper: Construct) => void]>([
  [
    'its policy',
    (sweeper) => (sweeper.node.findChild('Policy') as ManagedPolicy).addStatements(deleteItem),
  ],
  [
    'a policy of its own',
    (sweeper) => {
      const role = sweeper.node.findChild('Role') as Role;
      new Policy(sweeper, 'Planted', { roles: [role], statements: [deleteItem] });
    },
  ],
  [
    'the role itself',
    (sweeper) => {
      const role = sweeper.node.findChild('Role').node.defaultChild as CfnRole;
      role.policies = [
        { policyName: 'planted', policyDocument: { Statement: [deleteItem.toStatementJson()] } },
      ];
    },
  ],
])('a grant too many is seen when it stands in %s', (_name, plant) => {
  const stack = testStack(testApp());
  plant(stack.receiver.node.findChild(constructOf('sweeper')) as Construct);
  const planted = Template.fromStack(stack);
  expect(problemsOf('checks', 'sweeper', statementsOf(planted, 'sweeper'))).toEqual([
    'may also dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:111122223333:table/other',
  ]);
  expect(problemsOf('checks', 'worker', statementsOf(planted, 'worker'))).toEqual([]);
});

test('roles allow more where a source has more, and nothing of it where none has', () => {
  /** Actions, and services through which the key is used. */
  const usesOf = (stack: Name, name: FunctionName) =>
    new Set(
      grantsOf(grantedStatements(stack, name)).map((grant) => {
        const [action = '', , service = ''] = grant.split(' ');
        return `${action} ${service}`.trim();
      }),
    );
  const more = (name: FunctionName) => {
    const least = usesOf('checks', name);
    return [...usesOf('callbacks, tenants and destinations', name)].filter(
      (use) => !least.has(use),
    );
  };
  expect(more('ingress')).toEqual(['secretsmanager:DescribeSecret']);
  expect(more('sweeper')).toEqual(['dynamodb:PutItem']);
  expect(more('dead-letters')).toEqual([]);
  expect(more('worker')).toEqual([
    'dynamodb:PutItem',
    'events:PutEvents',
    'kms:Decrypt secretsmanager',
    'kms:GenerateDataKey sqs',
    'lambda:InvokeFunction',
    'lambda:SendDurableExecutionCallbackFailure',
    'lambda:SendDurableExecutionCallbackHeartbeat',
    'lambda:SendDurableExecutionCallbackSuccess',
    'secretsmanager:GetSecretValue',
    'sns:Publish',
    'sqs:SendMessage',
    'states:SendTaskFailure',
    'states:SendTaskHeartbeat',
    'states:SendTaskSuccess',
    'states:StartExecution',
  ]);
});

test.each(roles)(
  'no statement of the %s role has a wildcard action or a key for any service when sources have %s',
  (name, stack) => {
    for (const grant of grantsOf(grantedStatements(stack, name))) {
      expect(grant.split(' ')[0]).not.toContain('*');
      expect(grant).not.toMatch(/^kms:.* (any|\*)$/);
    }
  },
);
