import { Template } from 'aws-cdk-lib/assertions';
import {
  type CfnRole,
  type ManagedPolicy,
  Policy,
  PolicyStatement,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambda/model/environment.ts';
import { bundleRules } from '../support/bundles.ts';
import {
  grantsOf,
  neededGrants,
  permissionProblems,
  type Statement,
  statementsOf,
} from '../support/permissions.ts';
import { constructOf, laneReceiver, testApp, testStack, testTemplate } from '../support/stack.ts';

/* What each function's code calls and what its role allows must be the same, in both directions. */

const names = Object.keys(bundleRules) as FunctionName[];

let template: Template;
let needed: Readonly<Record<string, readonly string[]>>;
beforeAll(() => {
  template = testTemplate();
  needed = Object.fromEntries(names.map((name) => [name, neededGrants(template, name)]));
});

const problemsOf = (name: FunctionName, statements: readonly Statement[]) =>
  permissionProblems(grantsOf(statements), needed[name] ?? []);

test.each(names)('the %s role allows what its code calls and nothing else', (name) => {
  expect(problemsOf(name, statementsOf(template, name))).toEqual([]);
});

test.each(names)('any one action that the %s role loses or gains is seen', (name) => {
  const statements = statementsOf(template, name);
  let changes = 0;
  statements.forEach((statement, at) => {
    const actions = [statement.Action].flat();
    for (const edited of [
      ...actions.map((action) => actions.filter((other) => other !== action)),
      ...['dynamodb:DeleteItem', 'sqs:PurgeQueue', 's3:DeleteObject', 'kms:CreateGrant'].map(
        (action) => [...actions, action],
      ),
    ]) {
      changes += 1;
      const changed = statements.with(at, { ...statement, Action: edited });
      expect(problemsOf(name, changed)).not.toEqual([]);
    }
  });
  expect(changes).toBeGreaterThan(25);
});

test.each(names)(
  'any one resource that the %s role loses, or all that it gains, is seen',
  (name) => {
    const statements = statementsOf(template, name);
    statements.forEach((statement, at) => {
      const resources = [statement.Resource].flat();
      const other = { 'Fn::GetAtt': ['Other12345678', 'Arn'] };
      for (const Resource of [
        ...resources.map((resource) => resources.filter((kept) => kept !== resource)),
        [...resources, other],
        ...(resources.includes('*') ? [] : ['*']),
      ]) {
        expect(problemsOf(name, statements.with(at, { ...statement, Resource }))).not.toEqual([]);
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
  expect(problemsOf('sweeper', statementsOf(planted, 'sweeper'))).toEqual([
    'may also dynamodb:DeleteItem arn:aws:dynamodb:eu-west-1:111122223333:table/other',
  ]);
  expect(problemsOf('worker', statementsOf(planted, 'worker'))).toEqual([]);
});

test.each(names)(
  'the %s role allows the same, on all queues, when sources have their own',
  (name) => {
    const lanes = testTemplate({ receiver: laneReceiver() });
    const own = neededGrants(lanes, name);
    expect(permissionProblems(grantsOf(statementsOf(lanes, name)), own)).toEqual([]);
    expect(own.filter((grant) => /^sqs:/.test(grant)).length).toBeGreaterThan(
      (needed[name] ?? []).filter((grant) => /^sqs:/.test(grant)).length,
    );
  },
);

test.each(names)(
  'no statement of the %s role has a wildcard action or a key for any service',
  (name) => {
    for (const grant of grantsOf(statementsOf(template, name))) {
      expect(grant.split(' ')[0]).not.toContain('*');
      expect(grant).not.toMatch(/^kms:.* (any|\*)$/);
    }
  },
);
