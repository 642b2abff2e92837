import { Template } from 'aws-cdk-lib/assertions';
import { queueUrls } from '../../lambda/aws/queue-urls.ts';
import { environmentVariables } from '../../lambda/model/environment.ts';
import type { ReceiverStackProps } from '../../lib/receiver-stack.ts';
import { grantsOf, statementsOf } from '../support/permissions.ts';
import {
  everyDestination,
  functionOf,
  isCallOf,
  queueOf,
  resourcesOf,
  testApp,
  testStack,
  testTemplate,
  variablesOf,
  waysReceiver,
  waysSources,
} from '../support/stack.ts';

/* The deployment of destinations: what the worker may send to, what it signs with, and the queues in between. */

const receiver = waysReceiver();
let template: Template;
beforeAll(() => {
  template = testTemplate({ receiver });
});

const withDestinations = (
  destinations: readonly object[],
  more: Partial<ReceiverStackProps> = {},
) =>
  testTemplate({
    receiver: waysReceiver({ payments: { ...waysSources.payments, destinations } }),
    ...more,
  });

const grantsIn = (of: Template, name: 'ingress' | 'worker', pattern: RegExp) =>
  grantsOf(statementsOf(of, name)).filter((grant) => pattern.test(grant));

test('the worker may send to each destination by its one action', () => {
  expect(grantsIn(template, 'worker', /^(events|sns|states:Start|lambda:Invoke)/)).toEqual([
    'events:PutEvents arn:aws:events:eu-west-1:444455556666:event-bus/ledger',
    'lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:post:live',
    'sns:Publish arn:aws:sns:eu-west-1:111122223333:paid',
    'states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:refund',
    'states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:settle',
  ]);
  expect(grantsIn(template, 'worker', /^sqs:SendMessage arn/)).toEqual([
    'sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:ledger',
  ]);
});

test.each(everyDestination.map((one) => [one.id, one] as const))(
  'it may send to no other kind when there is only %s',
  (_id, one) => {
    const alone = withDestinations([one]);
    const found = grantsIn(alone, 'worker', / arn:aws:|GetSecretValue/);
    const arn = Object.values(one).find((value) => String(value).startsWith('arn:'));
    expect(found).toHaveLength(1);
    if (arn === undefined) expect(found[0]).toMatch(/GetSecretValue DestinationSecretspayments/);
    else expect(`${found[0]}:live`).toContain(String(arn));
  },
);

test('an alias of a state machine is a condition, as IAM knows the machine alone', () => {
  const conditions = statementsOf(template, 'worker')
    .filter(({ Action }) => Action === 'states:StartExecution')
    .map(({ Resource, Condition }) => [Resource, Condition]);
  expect(conditions).toEqual([
    ['arn:aws:states:eu-west-1:111122223333:stateMachine:settle', undefined],
    [
      'arn:aws:states:eu-west-1:111122223333:stateMachine:refund',
      { 'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] } },
    ],
  ]);
});

test('what many sources send to is named once', () => {
  const [bus] = everyDestination;
  const sources = Object.fromEntries(
    ['one', 'two', 'three'].map((id) => [id, { ...waysSources.plain, destinations: [bus] }]),
  );
  const shared = testTemplate({ receiver: waysReceiver(sources) });
  const buses = statementsOf(shared, 'worker').flatMap(({ Action, Resource }) =>
    Action === 'events:PutEvents' ? [Resource].flat() : [],
  );
  expect(buses).toHaveLength(1);
});

describe('the secret of an address', () => {
  const secretsOf = (of: Template) =>
    Object.entries(resourcesOf(of, 'AWS::SecretsManager::Secret')).filter(([id]) =>
      id.startsWith('DestinationSecrets'),
    );

  test('is created without a value under its source, encrypted and kept', () => {
    const [[, secret] = [], ...others] = secretsOf(template);
    expect(others).toEqual([]);
    expect(secret).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        Name: 'sallyport/test/payments/to/partner',
        KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
      },
    });
    for (const value of ['SecretString', 'GenerateSecretString'])
      expect(secret?.Properties).not.toHaveProperty(value);
  });

  test('is read by the worker alone, and the worker reads no other', () => {
    const [[id = ''] = []] = secretsOf(template);
    expect(grantsIn(template, 'worker', /^secretsmanager:/)).toEqual([
      `secretsmanager:GetSecretValue ${id}`,
    ]);
    expect(grantsIn(template, 'ingress', new RegExp(id))).toEqual([]);
    const { worker, ...others } = Object.fromEntries(
      (['ingress', 'worker', 'sweeper', 'dead-letters', 'callbacks'] as const).map((name) => [
        name,
        JSON.stringify(statementsOf(template, name)),
      ]),
    );
    expect(worker).toContain(id);
    expect(JSON.stringify(others)).not.toContain(id);
  });

  test('is kept from the ingress also where that may read all secrets of tenants', () => {
    const secretsBelow = (source: string) =>
      `arn:aws:secretsmanager:eu-west-1:111122223333:secret:sallyport/test/${source}`;
    const denied = statementsOf(template, 'ingress').filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toEqual([
      expect.objectContaining({
        Action: expect.arrayContaining(['secretsmanager:GetSecretValue']),
        Resource: `${secretsBelow('shop')}/to/*`,
      }),
    ]);
    expect(grantsIn(template, 'ingress', /\*$/).filter((grant) => /^secret/.test(grant))).toEqual(
      ['DescribeSecret', 'GetSecretValue'].map(
        (call) => `secretsmanager:${call} ${secretsBelow('shop')}/*`,
      ),
    );
  });

  test('is denied to all but the worker and those who are named, when somebody is', () => {
    const glass = 'arn:aws:iam::111122223333:role/break-glass';
    const restricted = testTemplate({ receiver, secrets: { breakGlassArns: [glass] } });
    const roleOf = (name: string) =>
      Object.keys(resourcesOf(restricted, 'AWS::IAM::Role')).find((id) => id.startsWith(name));
    const [[secret] = []] = secretsOf(restricted);
    const readers = Object.values(
      resourcesOf(restricted, 'AWS::SecretsManager::ResourcePolicy'),
    ).map(({ Properties: { SecretId, ResourcePolicy } }) => [
      (SecretId as { readonly Ref: string }).Ref === secret,
      (ResourcePolicy as { Statement: { Condition: object }[] }).Statement[0]?.Condition,
    ]);
    const only = (role: string) => ({
      ArnNotLike: { 'aws:PrincipalArn': [{ 'Fn::GetAtt': [roleOf(role), 'Arn'] }, glass] },
    });
    // Of tenants the stack makes no secrets.
    expect(readers).toEqual([
      [false, only('IngressRole')],
      [false, only('IngressRole')],
      [true, only('WorkerRole')],
    ]);
  });

  test('is a replica in the stack of a second Region', () => {
    const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const second = Template.fromStack(
      testStack(testApp(), {
        receiver,
        env: { region: 'eu-central-1', account: '111122223333' },
        functions: { isStandby: true },
        storage: { auditTableName: 'first-table', replicaKeyArn: keyArn },
      }),
    );
    second.resourceCountIs('AWS::SecretsManager::Secret', 0);
    const grants = grantsIn(second, 'worker', /secretsmanager/);
    expect(grants).toEqual([
      `kms:Decrypt ${keyArn} secretsmanager`,
      expect.stringMatching(
        /GetSecretValue .*:secret:sallyport\/test\/payments\/to\/partner-\?{6}$/,
      ),
    ]);
  });
});

describe('queues of destinations', () => {
  test('are worked off one way at a time, by as many workers as they say', () => {
    const mappings = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'))
      .filter(({ Properties }) => isCallOf(template, 'worker', Properties['FunctionName']))
      .map(({ Properties: { EventSourceArn, BatchSize, ScalingConfig } }) => [
        (EventSourceArn as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0]?.slice(0, -8),
        BatchSize,
        (ScalingConfig as { MaximumConcurrency: number }).MaximumConcurrency,
      ]);
    expect(mappings).toEqual([
      ['DeliveriesQueue', 10, 20],
      ['DeliveriesLanepaymentsqueue', 1, 4],
      // One at a time is what a queue with an order gives; Lambda's least is two.
      ['DeliveriesLanepaymentspartner', 1, 2],
    ]);
    const { ReservedConcurrentExecutions } = functionOf(template, 'worker').properties;
    expect(ReservedConcurrentExecutions).toBe(26);
    const { FifoQueue } = queueOf(template, 'DeliveriesLanepaymentspartner').properties;
    expect(FifoQueue).toBe(true);
  });

  test('have the names by which the functions know them', () => {
    const urls = queueUrls('https://sqs.test/1/main', 'test', receiver.sources);
    for (const destination of ['queue', 'partner']) {
      const { properties } = queueOf(template, `DeliveriesLanepayments${destination}`);
      const url = urls.of({ sourceId: 'payments', destination });
      expect(url).toBe(`https://sqs.test/1/${properties['QueueName']}`);
    }
    expect(urls.of({ sourceId: 'payments', destination: 'topic' })).toBe('https://sqs.test/1/main');
    expect(variablesOf(template, 'worker')[environmentVariables.secretPrefix]).toBe(
      'sallyport/test/',
    );
  });

  test('stay apart when names could be read in two ways', () => {
    const to = (id: string) => ({
      ...waysSources.plain,
      destinations: [
        { id, kind: 'sqs', queueArn: 'arn:aws:sqs:eu-west-1:111122223333:ledger', concurrency: 2 },
      ],
    });
    const both = testTemplate({ receiver: waysReceiver({ a: to('b-c'), 'a-b': to('c') }) });
    const names = Object.values(resourcesOf(both, 'AWS::SQS::Queue')).flatMap(
      ({ Properties }) => Properties['QueueName'] ?? [],
    );
    expect(names.sort()).toEqual(['sallyport_test_a-b_c', 'sallyport_test_a_b-c']);
  });
});

test('the role that destinations must let in is an output where there are some', () => {
  const [role] = Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) =>
    id.startsWith('WorkerRole'),
  );
  expect(template.findOutputs('WorkerRoleArn')['WorkerRoleArn']?.['Value']).toEqual({
    'Fn::GetAtt': [role, 'Arn'],
  });
});

test('a receiver is refused when its worker would need more policies than a role can have', () => {
  const longName = 'x'.repeat(200);
  const buses = Array.from({ length: 250 }, (_, at) => ({
    id: `bus-${at}`,
    kind: 'eventbridge',
    busArn: `arn:aws:events:eu-west-1:444455556666:event-bus/${longName}${at}`,
  }));
  expect(() => withDestinations(buses)).toThrow(/Worker: .* needs \d+ policies, and a role has 10/);
  expect(() => withDestinations(buses.slice(0, 100))).not.toThrow();
});
