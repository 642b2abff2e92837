import type { Template } from 'aws-cdk-lib/assertions';
import type { FunctionName } from '../../lambda/model/environment.ts';
import { bundleFunction } from '../../lib/functions/function-bundle.ts';
import { bundleRules, commandsIn } from '../support/bundles.ts';
import { resourcesOf, testTemplate } from '../support/stack.ts';

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
};

/** Calls that Lambda makes with the function's role. */
const ofTheRuntime: Readonly<Record<FunctionName, readonly string[]>> = {
  ingress: [],
  worker: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  sweeper: [],
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
  return [...new Set([...called, ...ofTheRuntime[name], ...ofEveryFunction])].sort();
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

function statementsOf(template: Template, name: FunctionName): readonly Statement[] {
  const policies = Object.entries(resourcesOf(template, 'AWS::IAM::ManagedPolicy'));
  const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return policies
    .filter(([id]) => id.startsWith(prefix))
    .flatMap(
      ([, { Properties }]) =>
        (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
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

test('the comparison is alive: a grant too many and a grant too few are both seen', () => {
  const granted = grantedActions(statementsOf(template, 'sweeper'));
  expect([...granted, 'dynamodb:DeleteItem'].sort()).not.toEqual(neededActions('sweeper'));
  expect(granted.filter((action) => action !== 'dynamodb:Query')).not.toEqual(
    neededActions('sweeper'),
  );
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

test('keys may be used through the service that needs them only', () => {
  for (const name of names) {
    for (const statement of statementsOf(template, name)) {
      if (![statement.Action].flat().some((action) => action.startsWith('kms:'))) continue;
      expect(JSON.stringify(statement)).toContain('kms:ViaService');
    }
  }
});
