import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { alarmsOfDown } from '../../lib/monitoring/alarms.ts';
import { monthlyBudget } from '../../lib/monitoring/budget.ts';
import type { MonitoringProps } from '../../lib/monitoring/monitoring-props.ts';
import type { ReceiverStack } from '../../lib/receiver-stack.ts';
import { laneReceiver, resourcesOf, testApp, testStack, testTemplate } from '../support/stack.ts';

/* Alarms, their topic, the composite alarm and the budget, as the template has them. */

type Properties = Readonly<Record<string, unknown>>;

const token = { token: { header: 'X-Secret' } };
const receiverOf = (sources: object) => ({
  sources: readConfig({ sources }, presets),
  handlers: [],
});
const expecting = receiverOf({
  quick: { ...token, expectEvery: '15m' },
  daily: { ...token, expectEvery: '1d' },
  slow: { ...token, expectEvery: '2d' },
  weekly: { ...token, expectEvery: '7d' },
  quiet: token,
});

let stack: ReceiverStack;
let template: Template;
beforeAll(() => {
  stack = testStack(testApp(), { receiver: expecting });
  template = Template.fromStack(stack);
});

const monitored = (monitoring: MonitoringProps) => testTemplate({ monitoring });

const alarmsOf = (from: Template): ReadonlyMap<string, Properties> =>
  new Map(
    Object.values(resourcesOf(from, 'AWS::CloudWatch::Alarm')).map(({ Properties }) => [
      String(Properties['AlarmName']),
      Properties,
    ]),
  );

function onlyOf(from: Template, type: string): Properties {
  const [found, ...others] = Object.values(resourcesOf(from, type));
  if (found === undefined || others.length > 0) throw new Error(`expected one ${type}`);
  return found.Properties;
}

test('there is an alarm for each row of the table, as the row says', () => {
  const alarms = alarmsOf(template);
  const rows = stack.receiver.monitoring.alarms.map(({ row }) => row);
  expect(rows.length).toBeGreaterThan(30);
  expect(alarms.size).toBe(rows.length);
  for (const { name, of, severity, threshold, isFloor, periods, missing, meaning } of rows) {
    const id = of === undefined ? name : `${name}-${of}`;
    expect(alarms.get(`sallyport-test-${id}`)).toMatchObject({
      Threshold: threshold,
      ComparisonOperator: isFloor ? 'LessThanThreshold' : 'GreaterThanThreshold',
      DatapointsToAlarm: periods[0],
      EvaluationPeriods: periods[1],
      TreatMissingData: missing,
      AlarmDescription: `${meaning} Severity: ${severity}. Runbook: docs/runbook.md#${name.toLowerCase()}`,
    });
  }
});

test('every alarm tells the topic when it fires and when it is over', () => {
  const [topic] = Object.keys(resourcesOf(template, 'AWS::SNS::Topic'));
  const alarms = [...alarmsOf(template).values()];
  for (const alarm of [...alarms, onlyOf(template, 'AWS::CloudWatch::CompositeAlarm')]) {
    expect(alarm).toMatchObject({ AlarmActions: [{ Ref: topic }], OKActions: [{ Ref: topic }] });
  }
});

test('no data is a fault of the silent alarms alone', () => {
  const breaching = [...alarmsOf(template)].filter(
    ([, { TreatMissingData }]) => TreatMissingData !== 'notBreaching',
  );
  expect(breaching.map(([name, { TreatMissingData }]) => [name, TreatMissingData])).toEqual(
    [
      'SweeperSilent',
      ...['quick', 'daily', 'slow', 'weekly'].map((id) => `SourceSilent-${id}`),
    ].map((name) => [`sallyport-test-${name}`, 'breaching']),
  );
});

test('what happens once is an alarm at once, what lasts is one after two of three periods', () => {
  const atOnce = stack.receiver.monitoring.alarms
    .filter(({ row: { periods, name } }) => periods[0] === 1 && name !== 'Stuck')
    .map(({ row: { name } }) => name);
  expect(atOnce).toEqual([
    'DeadLettered',
    'Unreadable',
    'DeadLetterQueueNotEmpty',
    'IngressThrottles',
    'WorkerThrottles',
    'SweeperThrottles',
    'DeadLettersThrottles',
    'TablePutItemThrottled',
    'TableUpdateItemThrottled',
  ]);
});

test.each([
  ['quick', 300, 3],
  ['daily', 300, 288],
  ['slow', 3600, 48],
  ['weekly', 3600, 168],
])(
  'the source %s is silent when no period of %d s out of %d has an accepted request',
  (source, period, count) => {
    expect(alarmsOf(template).get(`sallyport-test-SourceSilent-${source}`)).toMatchObject({
      Namespace: 'Sallyport',
      MetricName: 'Accepted',
      Dimensions: [
        { Name: 'source', Value: source },
        { Name: 'stage', Value: 'test' },
      ],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Period: period,
      EvaluationPeriods: count,
      DatapointsToAlarm: count,
    });
  },
);

test('every alarm looks back no further than CloudWatch can', () => {
  for (const [name, alarm] of alarmsOf(template)) {
    const metrics = (alarm['Metrics'] ?? []) as { Period?: number; Expression?: string }[];
    const period = Number(alarm['Period'] ?? metrics.find(({ Period }) => Period)?.Period ?? 300);
    const isQuery = JSON.stringify(metrics).includes('SELECT');
    const most = isQuery ? 3 * 3600 : period < 3600 ? 86_400 : 7 * 86_400;
    expect([name, period * Number(alarm['EvaluationPeriods']) <= most]).toEqual([name, true]);
  }
});

test('the receiver is down when one of its high alarms fires', () => {
  const { AlarmName, AlarmRule } = onlyOf(template, 'AWS::CloudWatch::CompositeAlarm');
  expect(AlarmName).toBe('sallyport-test-Down');
  const rule = JSON.stringify(AlarmRule);
  const rows = new Map(stack.receiver.monitoring.alarms.map(({ row }) => [row.name, row]));
  for (const name of alarmsOfDown) {
    expect(rows.get(name)?.severity).toBe('high');
    expect(rule).toContain(`"Monitoring${name}`);
  }
  expect(rule.match(/ALARM\(/g)).toHaveLength(alarmsOfDown.length);
});

test('there are as many alarms with 50 sources as with one, and five more when each has a queue', () => {
  const many = (source: object) =>
    receiverOf(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`s${at}`, source])));
  const countOf = (receiver: ReturnType<typeof receiverOf>) =>
    alarmsOf(testTemplate({ receiver })).size;
  const one = countOf(receiverOf({ one: token }));
  expect(countOf(many(token))).toBe(one);
  expect(countOf(many({ ...token, concurrency: 2 }))).toBe(one + 5);
});

test('no alarm looks at more metrics than CloudWatch takes', () => {
  const lanes = testTemplate({ receiver: laneReceiver() });
  for (const alarm of alarmsOf(lanes).values()) {
    const metrics = (alarm['Metrics'] ?? []) as { MetricStat?: object }[];
    expect(metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10);
  }
  const queues = JSON.stringify(alarmsOf(lanes).get('sallyport-test-QueueAge'));
  for (const queue of ['DeliveriesQueue', 'DeliveriesLanelimited', 'DeliveriesLaneboth'])
    expect(queues).toContain(queue);
  const dead = JSON.stringify(alarmsOf(lanes).get('sallyport-test-DeadLetterQueueNotEmpty'));
  expect(dead).toContain('DeliveriesOrderedDeadLetters');
  expect(dead).toContain('ApproximateNumberOfMessagesNotVisible');
});

const ofAlarms = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Condition: {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: {
      'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:sallyport-test-*',
    },
  },
};

test("the topic takes messages of this stage's alarms, over TLS alone", () => {
  const [topic] = Object.keys(resourcesOf(template, 'AWS::SNS::Topic'));
  const { PolicyDocument } = onlyOf(template, 'AWS::SNS::TopicPolicy');
  expect((PolicyDocument as { Statement: object[] }).Statement).toEqual([
    expect.objectContaining({
      Effect: 'Deny',
      Action: 'sns:Publish',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    expect.objectContaining({ ...ofAlarms, Action: 'sns:Publish', Resource: { Ref: topic } }),
  ]);
});

test('the topic has a key of its own that CloudWatch may use', () => {
  const keys = resourcesOf(template, 'AWS::KMS::Key');
  const [id, ...others] = Object.keys(keys).filter((key) => key.startsWith('MonitoringAlarmsKey'));
  expect(others).toEqual([]);
  expect(onlyOf(template, 'AWS::SNS::Topic')['KmsMasterKeyId']).toEqual({
    'Fn::GetAtt': [id, 'Arn'],
  });
  const key = keys[id ?? ''];
  expect(key?.DeletionPolicy).toBe('Delete');
  expect(key?.Properties).toMatchObject({
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: [
        { Action: 'kms:*', Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
        { ...ofAlarms, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] },
      ],
    },
  });
});

test('addresses are subscribed to the topic, and nobody is unless named', () => {
  template.resourceCountIs('AWS::SNS::Subscription', 0);
  const mailed = monitored({ alarmEmails: ['oncall@example.com', 'team@example.com'] });
  const endpoints = Object.values(resourcesOf(mailed, 'AWS::SNS::Subscription')).map(
    ({ Properties: { Protocol, Endpoint } }) => [Protocol, Endpoint],
  );
  expect(endpoints).toEqual([
    ['email', 'oncall@example.com'],
    ['email', 'team@example.com'],
  ]);
});

test('alarms go to a topic that is given, and none is created beside it', () => {
  const app = testApp();
  const topicArn = 'arn:aws:sns:eu-west-1:111122223333:oncall';
  const other = new Stack(app, 'other');
  new Topic(other, 'Own');
  const alarmTopic = Topic.fromTopicArn(other, 'Topic', topicArn);
  const given = Template.fromStack(testStack(app, { monitoring: { alarmTopic } }));
  given.resourceCountIs('AWS::SNS::Topic', 0);
  for (const { AlarmActions } of alarmsOf(given).values()) expect(AlarmActions).toEqual([topicArn]);
  expect(given.findOutputs('AlarmTopicArn')['AlarmTopicArn']?.['Value']).toBe(topicArn);
});

test('a budget is watched only when an amount is given; its messages reach the topic', () => {
  template.resourceCountIs('AWS::Budgets::Budget', 0);
  const budgeted = monitored({ monthlyBudgetUsd: 120 });
  const notified = (type: string, threshold: number) => ({
    Notification: Match.objectLike({ NotificationType: type, Threshold: threshold }),
    Subscribers: [{ SubscriptionType: 'SNS', Address: { Ref: Match.anyValue() } }],
  });
  budgeted.hasResource('AWS::Budgets::Budget', {
    Properties: {
      Budget: {
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 120, Unit: 'USD' },
      },
      NotificationsWithSubscribers: [notified('ACTUAL', 80), notified('FORECASTED', 100)],
    },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^MonitoringAlarmsTopicPolicy')]),
  });
  for (const type of ['AWS::SNS::TopicPolicy', 'AWS::KMS::Key'])
    expect(JSON.stringify(resourcesOf(budgeted, type))).toContain('budgets.amazonaws.com');
  for (const type of ['AWS::SNS::TopicPolicy', 'AWS::KMS::Key'])
    expect(JSON.stringify(resourcesOf(template, type))).not.toContain('budgets');
});

test.each([0, -1, Number.NaN])('refuses a budget of %d dollars', (monthlyBudgetUsd) => {
  const other = new Stack();
  const budget = () =>
    monthlyBudget(other, { usd: monthlyBudgetUsd, topic: new Topic(other, 'Topic') });
  expect(budget).toThrow(/monthlyBudgetUsd: .* is refused/);
});

test('descriptions link to the runbook that is named, and stay within what CloudWatch takes', () => {
  const runbookUrl = 'https://wiki.example.com/sallyport/runbook';
  for (const [name, { AlarmDescription }] of alarmsOf(monitored({ runbookUrl }))) {
    expect(AlarmDescription).toContain(` Runbook: ${runbookUrl}#`);
    expect(String(AlarmDescription).length).toBeLessThanOrEqual(1024);
    expect(name.length).toBeLessThanOrEqual(255);
  }
});
