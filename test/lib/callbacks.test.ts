import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, type IGrantable, type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  callbackItemKey,
  callbackRefPartition,
  eventPartition,
  rejectedPartition,
  replayPartition,
} from '../../lambda/model/audit-table.ts';
import { callbackKey } from '../../lambda/model/callback.ts';
import { environmentVariables } from '../../lambda/model/environment.ts';
import type { CallbacksProps } from '../../lib/callbacks/callbacks-props.ts';
import { mintStatements, waitStatements } from '../../lib/callbacks/caller-access.ts';
import type { WebhookReceiver } from '../../lib/webhook-receiver.ts';
import { grantsOf, type Statement, statementsOf } from '../support/permissions.ts';
import {
  functionOf,
  resourcesOf,
  testApp,
  testStack,
  testTemplate,
  variablesOf,
  waysReceiver,
  waysSources,
} from '../support/stack.ts';

/* The deployment of callbacks: the function that mints them, where they are answered, and who may mint and wait. */

const receiver = waysReceiver();
const app = testApp();
let template: Template;
let without: Template;
beforeAll(() => {
  template = Template.fromStack(testStack(app, { receiver }));
  without = testTemplate();
});

const callbacksUrlIn = (of: Template, name: 'callbacks' | 'worker') =>
  flat(variablesOf(of, name)[environmentVariables.callbacksUrl]);

/** A text with what only AWS knows as `x`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': joined } = value as { readonly 'Fn::Join'?: readonly [string, unknown[]] };
  return joined === undefined ? 'x' : joined[1].map(flat).join('');
}

const outputIn = (of: Template, name: string) => of.findOutputs('*')[name]?.['Value'];

test('callbacks are answered at the address of the API, and functions, outputs and routes agree', () => {
  const url = 'https://x.execute-api.eu-west-1.x/x/callbacks';
  for (const name of ['callbacks', 'worker'] as const)
    expect(callbacksUrlIn(template, name)).toBe(url);
  expect(flat(outputIn(template, 'UrlPrompt'))).toBe(`${url}/prompt`);
  expect(flat(outputIn(template, 'UrlShop'))).toBe(url.replace('callbacks', 'hooks/shop'));
});

test.each<[string, CallbacksProps, string]>([
  ['https://cdn.example.com', {}, 'https://cdn.example.com/callbacks'],
  ['https://cdn.example.com/in/', {}, 'https://cdn.example.com/in/callbacks'],
])('they are answered at %s when that stands in front', (baseUrl, more, url) => {
  const fronted = testTemplate({ receiver, callbacks: { ...more, baseUrl } });
  expect(callbacksUrlIn(fronted, 'callbacks')).toBe(url);
  expect(outputIn(fronted, 'UrlPrompt')).toBe(`${url}/prompt`);
});

test('they are answered at the domain when there is one', () => {
  const certificateArn =
    'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000';
  const named = testTemplate({ receiver, domain: { name: 'hooks.example.com', certificateArn } });
  expect(callbacksUrlIn(named, 'callbacks')).toBe('https://hooks.example.com/callbacks');
});

test('the function that mints has no address, and nobody may invoke it but by IAM', () => {
  template.resourceCountIs('AWS::Lambda::Url', 0);
  const { id, properties } = functionOf(template, 'callbacks');
  const permissions = JSON.stringify(resourcesOf(template, 'AWS::Lambda::Permission'));
  expect(permissions).not.toContain(id);
  const mappings = JSON.stringify(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'));
  expect(mappings).not.toContain(id);
  expect(properties).toMatchObject({ ReservedConcurrentExecutions: 10, Timeout: 10 });
  expect(outputIn(template, 'CallbacksFunction')).toEqual({ Ref: id });
});

test('it is told of the sources with callbacks alone', () => {
  const { S3Key } = functionOf(template, 'callbacks').properties['Code'] as { S3Key: string };
  const folder = join(app.outdir, `asset.${S3Key.replace('.zip', '')}`);
  const told = JSON.parse(readFileSync(join(folder, 'receiver.json'), 'utf8'));
  expect(told).toEqual({
    sources: receiver.sources.filter(({ id }) => id === 'prompt'),
    handlers: [],
  });
});

test('it may write callbacks and no other record', () => {
  const [writing, ...others] = statementsOf(template, 'callbacks').filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith('dynamodb:')),
  );
  expect(others).toEqual([]);
  expect(writing).toMatchObject({
    Action: 'dynamodb:PutItem',
    Condition: {
      'ForAllValues:StringLike': {
        'dynamodb:LeadingKeys': ['*#callback-token#*', '*#callback-ref#*'],
      },
    },
  });
});

test('the keys under which it may write and callers may read are those of callbacks', () => {
  const isLike = (pattern: string, key: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(key);
  const keysOf = (statements: readonly PolicyStatement[]): readonly string[] =>
    statements.flatMap(
      ({ conditions }) => conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [],
    );
  const { parts } = testStack(testApp(), { receiver }).receiver;
  const digest = 'a'.repeat(64);
  const token = callbackItemKey('prompt', digest).pk;
  const ref = callbackRefPartition('prompt', 'ORDER-42');
  const answer = eventPartition({ sourceId: 'prompt', idempotencyKey: callbackKey(digest, 2) });
  const others = [
    eventPartition({ sourceId: 'prompt', idempotencyKey: 'id:evt_1' }),
    rejectedPartition('prompt', '01M85CJX78SGCM9XNWKR62T8PT'),
    replayPartition('01M85CJX78SGCM9XNWKR62T8PT'),
  ];
  const mayReach = (statements: readonly PolicyStatement[]) =>
    [token, ref, answer, ...others].filter((key) =>
      keysOf(statements).some((pattern) => isLike(pattern, key)),
    );
  expect(mayReach(mintStatements(parts))).toEqual([token, ref]);
  expect(mayReach(waitStatements(parts))).toEqual([ref, answer]);
});

test('nothing of it is there when no source has callbacks', () => {
  const ids = Object.keys(without.toJSON()['Resources']);
  expect(ids.filter((id) => /callback/i.test(id))).toEqual([]);
  expect(JSON.stringify(without.toJSON())).not.toMatch(
    /CallbacksExpired|SendTask|SendDurable|DescribeSecret|StartExecution|PutEvents/,
  );
  const names = Object.keys(without.findOutputs('*'));
  for (const name of ['CallbacksFunction', 'WorkerRoleArn', 'SecretKeyArn'])
    expect(names).not.toContain(name);
});

test('everything that was there is still there when a source has callbacks', () => {
  const kept = ['plain', 'payments'] as const;
  const sources = Object.fromEntries(kept.map((id) => [id, { token: { header: 'X-Secret' } }]));
  const before = Object.keys(
    testTemplate({ receiver: waysReceiver(sources) }).toJSON()['Resources'],
  );
  const after = Object.keys(template.toJSON()['Resources']);
  // What is published anew with each change has another name.
  const lasting = before.filter((id) => !/Version|Deployment/.test(id));
  expect(lasting.filter((id) => !after.includes(id))).toEqual([]);
});

describe('a grant', () => {
  /** What a role of the team's may do after this, and nothing was granted to it otherwise. */
  function granted(grant: (receiver: WebhookReceiver, grantee: IGrantable) => void) {
    const stack = testStack(testApp(), { receiver });
    const role = new Role(stack, 'Caller', { assumedBy: new AnyPrincipal() });
    grant(stack.receiver, role);
    const policies = Object.entries(
      resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy'),
    ).filter(([id]) => id.startsWith('Caller'));
    expect(policies).toHaveLength(1);
    return policies.flatMap(
      ([, { Properties }]) =>
        (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement,
    );
  }
  const actionsOf = (statements: readonly Statement[]) => [
    ...new Set(grantsOf(statements).map((grant) => grant.split(' ')[0])),
  ];

  test('to mint lets the function be invoked, and nothing else', () => {
    const statements = granted((of, grantee) => of.grantMint(grantee));
    expect(grantsOf(statements)).toEqual([
      `lambda:InvokeFunction ${functionOf(template, 'callbacks').id}`,
    ]);
  });

  test('to wait lets answers be read, with their bodies, and no other record', () => {
    const statements = granted((of, grantee) => of.grantWait(grantee));
    expect(actionsOf(statements).filter((action) => !action?.startsWith('kms:'))).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Query',
      's3:GetObject',
    ]);
    expect(statements[0]?.Condition).toEqual({
      'ForAllValues:StringLike': {
        'dynamodb:LeadingKeys': ['*#callback-ref#*', '*#callback:*'],
      },
    });
    for (const grant of grantsOf(statements).filter((each) => each.startsWith('kms:')))
      expect(grant).toMatch(/^kms:\w+ DataKey\w+ (dynamodb|s3)$/);
  });

  test('to mint directly lets callbacks be written, and nothing be read', () => {
    const statements = granted((of, grantee) => of.grantMintDirectly(grantee));
    expect(actionsOf(statements).filter((action) => !action?.startsWith('kms:'))).toEqual([
      'dynamodb:PutItem',
    ]);
    expect(JSON.stringify(statements[0]?.Condition)).toContain('*#callback-token#*');
  });

  test.each(['grantMint', 'grantMintDirectly', 'grantWait'] as const)(
    '%s is refused when no source has callbacks',
    (method) => {
      const stack = testStack(testApp());
      const role = new Role(stack, 'Caller', { assumedBy: new AnyPrincipal() });
      expect(() => stack.receiver[method](role)).toThrow('callbacks: no source has any');
    },
  );
});

test('code that mints or waits is told where', () => {
  const stack = testStack(testApp(), { receiver });
  const variables = stack.resolve(stack.receiver.callerEnvironment('prompt'));
  expect(variables).toEqual({
    SALLYPORT_AUDIT_TABLE: { Ref: expect.stringMatching(/^AuditTable/) },
    SALLYPORT_BODY_BUCKET: { Ref: expect.stringMatching(/^BodiesBucket/) },
    SALLYPORT_RETENTION_DAYS: '90',
    SALLYPORT_CALLBACKS_URL: expect.anything(),
    SALLYPORT_CALLBACK_SOURCE: 'prompt',
  });
  expect(stack.receiver.callerEnvironment()).not.toHaveProperty('SALLYPORT_CALLBACK_SOURCE');
});

const durable = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';

test('the worker may tell the durable functions that are named, and no other', () => {
  const named = testTemplate({ receiver, callbacks: { durableFunctionArns: [durable] } });
  const grants = grantsOf(statementsOf(named, 'worker'));
  expect(grants.filter((grant) => grant.includes('SendDurable'))).toEqual(
    ['Failure', 'Heartbeat', 'Success'].map(
      (end) => `lambda:SendDurableExecutionCallback${end} ${durable}:*/durable-execution/*`,
    ),
  );
  const none = testTemplate({ receiver, callbacks: { durableFunctionArns: [] } });
  expect(JSON.stringify(statementsOf(none, 'worker'))).not.toContain('SendDurable');
});

test.each<[string, CallbacksProps, string]>([
  ['an address without https', { baseUrl: 'http://cdn.example.com' }, 'callbacks.baseUrl: "http'],
  ['an address with a query', { baseUrl: 'https://a.example/?x=1' }, 'callbacks.baseUrl: "https'],
  ['no concurrency', { concurrency: 0 }, 'callbacks.concurrency: 0'],
  [
    'a function with its alias',
    { durableFunctionArns: [`${durable}:live`] },
    'callbacks.durableFunctionArns: "arn',
  ],
])('the choices are refused when they name %s', (_name, callbacks, problem) => {
  expect(() => testStack(testApp(), { receiver, callbacks })).toThrow(problem);
});

test('a stack whose sources have callbacks alone has no secret and no other route', () => {
  const alone = testTemplate({ receiver: waysReceiver({ prompt: waysSources.prompt }) });
  alone.resourceCountIs('AWS::SecretsManager::Secret', 0);
  expect(Object.keys(alone.findOutputs('*')).filter((name) => name.startsWith('Url'))).toEqual([
    'UrlPrompt',
  ]);
});

const alarmsOf = (of: Template) =>
  new Map(
    Object.values(resourcesOf(of, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => [
      String(Properties['AlarmName']),
      Properties,
    ]),
  );

test.each([
  [undefined, 0],
  [25, 25],
])(
  'callbacks that nobody answered are an alarm when a source has callbacks, above %s in five minutes',
  (callbacksExpired, threshold) => {
    const monitoring = { thresholds: { ...(callbacksExpired && { callbacksExpired }) } };
    const alarms = alarmsOf(testTemplate({ receiver, monitoring }));
    expect(alarms.get('sallyport-test-CallbackExpired')).toMatchObject({
      Namespace: 'Sallyport',
      MetricName: 'CallbacksExpired',
      Dimensions: [{ Name: 'stage', Value: 'test' }],
      Statistic: 'Sum',
      Period: 300,
      Threshold: threshold,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
    });
    for (const name of ['Errors', 'Throttles', 'Duration'])
      expect([...alarms.keys()]).toContain(`sallyport-test-Callbacks${name}`);
    expect([...alarmsOf(without).keys()].filter((name) => /Callback/.test(name))).toEqual([]);
  },
);
