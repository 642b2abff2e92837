import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as states from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { templateChecks } from '../../../lib/template-checks/all.ts';
import { knownActions } from '../../../lib/template-checks/iam-actions.ts';
import { findingsIn } from '../../../lib/template-checks/template-check.ts';
import { wrongTemplates } from './wrong-templates.ts';

/* What stands at the border of each check, in templates of one or two resources. */

type Properties = Readonly<Record<string, unknown>>;

/** Rules that a template of these resources breaks. */
function rulesBroken(resources: Readonly<Record<string, readonly [string, Properties]>>) {
  const entries = Object.entries(resources).map(([id, [Type, Properties]]) => [
    id,
    { Type, Properties },
  ]);
  const template = { Resources: Object.fromEntries(entries) };
  return [...new Set(findingsIn(template, templateChecks).map(({ rule }) => rule))];
}

const group = { Name: 'group', Statement: { ManagedRuleGroupStatement: { VendorName: 'other' } } };
const rate = { Name: 'rate', Statement: { RateBasedStatement: {} } };
const acl = (...Rules: object[]) => ({ Acl: ['AWS::WAFv2::WebACL', { Rules }] as const });

const logTo = (destination: unknown) =>
  ['AWS::WAFv2::LoggingConfiguration', { LogDestinationConfigs: [destination] }] as const;

const consumed = (visibility: number | undefined, timeout: number | undefined) => ({
  Queue: ['AWS::SQS::Queue', { VisibilityTimeout: visibility }] as const,
  Worker: ['AWS::Lambda::Function', { Timeout: timeout }] as const,
  Version: ['AWS::Lambda::Version', { FunctionName: { 'Fn::GetAtt': ['Worker', 'Arn'] } }] as const,
  Mapping: [
    'AWS::Lambda::EventSourceMapping',
    { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Version' } },
  ] as const,
});

const batch = (properties: Properties) => ({
  Queue: ['AWS::SQS::Queue', {}] as const,
  Mapping: [
    'AWS::Lambda::EventSourceMapping',
    { EventSourceArn: { 'Fn::GetAtt': 'Queue.Arn' }, ...properties },
  ] as const,
});

const variables = (size: number) => ({
  Worker: [
    'AWS::Lambda::Function',
    { Environment: { Variables: { NAME: 'x'.repeat(size), QUEUE: { Ref: 'Queue' } } } },
  ] as const,
});

const table = (...names: string[]) => ({
  Table: [
    'AWS::DynamoDB::Table',
    {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    },
  ] as const,
});

const addresses = (...Addresses: string[]) => ({
  Set: ['AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV6', Addresses }] as const,
});

const policy = (Action: unknown) => ({
  Policy: [
    'AWS::IAM::Policy',
    { PolicyDocument: { Statement: [{ Effect: 'Allow', Action }] } },
  ] as const,
});

const dashboard = (DashboardBody: unknown) => ({
  Dashboard: ['AWS::CloudWatch::Dashboard', { DashboardBody }] as const,
});

const alarm = (Period: unknown) => ({ Alarm: ['AWS::CloudWatch::Alarm', { Period }] as const });

test.each([
  ['a group that overrides', acl({ ...group, OverrideAction: { None: {} } }), []],
  ['a rule that overrides', acl({ ...rate, OverrideAction: { None: {} } }), ['waf-action']],
  ['a rule that does neither', acl(rate), ['waf-action']],
  [
    'a log destination by reference to a group with the prefix',
    {
      Group: ['AWS::Logs::LogGroup', { LogGroupName: 'aws-waf-logs-a' }],
      Log: logTo({ 'Fn::GetAtt': ['Group', 'Arn'] }),
    },
    [],
  ],
  [
    'a log destination whose name CloudFormation makes up',
    { Group: ['AWS::Logs::LogGroup', {}], Log: logTo({ 'Fn::GetAtt': ['Group', 'Arn'] }) },
    ['waf-log-name'],
  ],
  [
    'a log destination that is built from parts',
    {
      Log: logTo({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::aws-waf-logs-a']] }),
    },
    [],
  ],
  ['a log destination of another stack', { Log: logTo({ 'Fn::ImportValue': 'x' }) }, []],
  ['IPv6 ranges', addresses('2001:db8::/32', '::1/128'), []],
  ['all of IPv6', addresses('::/0'), ['ip-set-all']],
  ['an IPv4 range among IPv6', addresses('192.0.2.0/24'), ['ip-set-family']],
  ['an address without a prefix', addresses('2001:db8::1'), ['ip-set-range']],
  ['six timeouts to the second', consumed(60, 10), []],
  ['a second less than six timeouts', consumed(59, 10), ['queue-visibility-six']],
  ['one timeout', consumed(10, 10), ['queue-visibility-six']],
  ['a second less than a timeout', consumed(9, 10), ['queue-visibility']],
  ['the default times', consumed(undefined, undefined), []],
  ['the default visibility and a long timeout', consumed(undefined, 31), ['queue-visibility']],
  ['a batch of ten', batch({ BatchSize: 10 }), []],
  ['a batch of eleven', batch({ BatchSize: 11 }), ['mapping-window']],
  [
    'a batch of eleven with a window',
    batch({ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }),
    [],
  ],
  ['provisioned mode alone', batch({ ProvisionedPollerConfig: { MinimumPollers: 2 } }), []],
  ['an environment of 4,096 bytes', variables(4096 - 'NAMEQUEUE'.length), []],
  ['an environment of 4,097 bytes', variables(4097 - 'NAMEQUEUE'.length), ['function-environment']],
  ['a table with its key', table('id'), []],
  ['a table without its key', table(), ['table-key']],
  ['a table with a type for more than its key', table('id', 'at'), ['table-attribute']],
  ['a right action', policy('sqs:SendMessage'), []],
  ['a right action in other letters', policy('SQS:sendmessage'), []],
  ['a pattern that matches an action', policy(['kms:GenerateDataKey*', 's3:*', '*']), []],
  ['a pattern that matches none', policy('kms:GenerateDatakeys*'), ['iam-action']],
  ['an action without a service', policy('SendMessage'), ['iam-action']],
  ['an alarm over 30 s', alarm(30), []],
  ['an alarm over 90 s', alarm(90), ['alarm-period']],
  ['an alarm over no time', alarm(0), ['alarm-period']],
  ['a dashboard with a widget', dashboard('{"widgets":[{"type":"text","properties":{}}]}'), []],
  ['a dashboard without widgets', dashboard('{}'), ['dashboard-body']],
  [
    'a dashboard with half a widget',
    dashboard('{"widgets":[{"type":"text"}]}'),
    ['dashboard-body'],
  ],
])('reports what it should, and no more, when there is %s', (_name, resources, rules) => {
  const given = resources as unknown as Parameters<typeof rulesBroken>[0];
  expect(rulesBroken(given)).toEqual(rules);
});

const schedule = (ScheduleExpression: string) =>
  rulesBroken({ Schedule: ['AWS::Scheduler::Schedule', { ScheduleExpression }] });

test.each([
  'rate(1 minute)',
  'rate(15 minutes)',
  'cron(0 8 ? * MON-FRI *)',
  'cron(0/5 8-17 1,15 * ? 2026-2030)',
  'cron(15 10 ? * 6L 2026)',
  'cron(0 9 ? * 2#1 *)',
  'cron(0 0 L * ? *)',
  'at(2028-02-29T00:00:00)',
])('a schedule passes when its expression is %s', (expression) => {
  expect(schedule(expression)).toEqual([]);
});

test.each([
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(5minutes)',
  'rate(1.5 hours)',
  'cron(0 8 * * ?)',
  'cron(60 8 ? * MON *)',
  'cron(0 24 ? * MON *)',
  'cron(0 8 * * * *)',
  'cron(0 8 ? * ? *)',
  'cron(0 8 ? * MO *)',
  'cron(0 8 ? 13 MON *)',
  'at(2026-02-29T00:00:00)',
  'at(2026-11-24 13:00)',
  'every(5 minutes)',
  '*/5 * * * *',
])('a schedule is reported when its expression is %s', (expression) => {
  expect(schedule(expression)).toEqual(['schedule-expression']);
});

test.each([
  ['rate(1 minute)', []],
  ['rate(1 minutes)', ['schedule-expression']],
  ['rate(2 minute)', ['schedule-expression']],
  ['at(2026-11-24T13:00:00)', ['schedule-expression']],
])('a rule of EventBridge is stricter than a schedule when its expression is %s', (text, rules) => {
  expect(rulesBroken({ Rule: ['AWS::Events::Rule', { ScheduleExpression: text }] })).toEqual(rules);
});

test.each([
  [
    'AWS::Logs::ResourcePolicy',
    { PolicyDocument: '{"Statement":[{"Effect":"Allow","Action":"logs:PutLog"}]}' },
  ],
  ['AWS::KMS::Key', { KeyPolicy: { Statement: { Effect: 'Allow', NotAction: 'kms:Decypt' } } }],
  [
    'AWS::IAM::Role',
    { Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Deny', Action: ['sqs:Send'] }] } }] },
  ],
  ['AWS::Lambda::Permission', { Action: 'lambda:Invoke' }],
])('a misspelt action is reported when it stands in %s', (type, properties) => {
  expect(rulesBroken({ Policy: [type, properties] })).toEqual(['iam-action']);
});

/** Actions that are no operations of the client: another name, another interface, or a right beside an operation. */
const noOperations: Readonly<Record<string, readonly string[]>> = {
  // Parts of a transaction, and the interface of the table's stream.
  dynamodb: [
    'ConditionCheckItem',
    'DescribeStream',
    'GetRecords',
    'GetShardIterator',
    'ListStreams',
  ],
  s3: [
    'DeleteObjectVersion',
    'GetObjectVersion',
    'ListBucket',
    'ListBucketVersions',
    'ListMultipartUploadParts',
  ],
  sts: ['TagSession'],
};

test.each(Object.entries({ dynamodb, events, s3, secretsmanager, sns, sqs, states, sts }))(
  'every known action is an operation when the service is %s',
  (service, client) => {
    const operations = Object.keys(client).map((name) => name.replace(/Command$/, ''));
    const actions = (knownActions[service] ?? []).filter((action) => !operations.includes(action));
    expect(actions.sort()).toEqual(noOperations[service] ?? []);
  },
);

test('every check is known to report something when a template is wrong for it', () => {
  const atTheBorder = ['ip-set-range', 'table-attribute'];
  const edits = wrongTemplates.flatMap(({ expected }) =>
    expected === 'built-in' ? [] : [expected.rule],
  );
  expect(templateChecks.map(({ rule }) => rule).sort()).toEqual(
    [...new Set([...edits, ...atTheBorder])].sort(),
  );
});
