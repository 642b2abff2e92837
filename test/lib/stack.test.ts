import { Match, type Template } from 'aws-cdk-lib/assertions';
import { auditTable } from '../../lambda/model/audit-table.ts';
import {
  environmentVariables,
  type FunctionName,
  functionEnvironment,
} from '../../lambda/model/environment.ts';
import {
  resourcesOf,
  testSources,
  testTemplate,
  variablesOf,
  waysReceiver,
} from '../support/stack.ts';

type Properties = Readonly<Record<string, unknown>>;

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

const propertiesOf = (type: string) =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);

/** The one resource of this type that matches. */
function only(type: string, matches: (properties: Properties) => boolean = () => true): Properties {
  const [found, ...others] = propertiesOf(type).filter(matches);
  if (found === undefined || others.length > 0) throw new Error(`expected one ${type}`);
  return found;
}

test('the audit table is protected, restorable, expiring, and encrypted with the customer managed key', () => {
  template.hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: auditTable.expiry, Enabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    },
  });
});

test('every key of the table and its indexes is a defined attribute, and indexes project little', () => {
  const table = only('AWS::DynamoDB::GlobalTable');
  const indexes = table['GlobalSecondaryIndexes'] as {
    KeySchema: { AttributeName: string }[];
    IndexName: string;
    Projection: object;
  }[];
  const used = [
    table['KeySchema'] as { AttributeName: string }[],
    ...indexes.map((index) => index.KeySchema),
  ].flat();
  const defined = (table['AttributeDefinitions'] as { AttributeName: string }[]).map(
    ({ AttributeName }) => AttributeName,
  );
  expect(new Set(used.map(({ AttributeName }) => AttributeName))).toEqual(new Set(defined));
  const searchable = {
    ProjectionType: 'INCLUDE',
    NonKeyAttributes: ['eventType', 'eventId', 'reason', 'sourceIp'],
  };
  expect(indexes.map(({ IndexName, Projection }) => [IndexName, Projection])).toEqual([
    ['listing', searchable],
    ['failed', searchable],
    ['open', { ProjectionType: 'INCLUDE', NonKeyAttributes: ['sweeps', 'strength', 'orderGroup'] }],
  ]);
});

test('the functions run Node.js 24 on arm64 with a timeout and a log group of their own', () => {
  const functions = propertiesOf('AWS::Lambda::Function');
  expect(functions).toHaveLength(4);
  for (const properties of functions) {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: expect.anything() },
    });
    expect(properties['Timeout']).toBeGreaterThan(0);
  }
});

test('each function is given exactly the variables that it reads', () => {
  const names = Object.keys(functionEnvironment) as FunctionName[];
  const withCallbacks = testTemplate({ receiver: waysReceiver() });
  for (const name of names) {
    const expected = functionEnvironment[name].map((key) => environmentVariables[key]).sort();
    const given = (of: Template) => Object.keys(variablesOf(of, name)).sort();
    expect([name, given(withCallbacks)]).toEqual([name, expected]);
    if (name !== 'callbacks') expect(given(template)).toEqual(expected);
  }
});

test('every source has a route, a throttle and a URL', () => {
  template.hasResourceProperties('AWS::ApiGateway::RestApi', {
    BinaryMediaTypes: ['*/*'],
    EndpointConfiguration: { Types: ['REGIONAL'] },
  });
  for (const id of Object.keys(testSources))
    template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: id });
  template.hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: Match.arrayWith([
      Match.objectLike({
        ResourcePath: '/*',
        HttpMethod: '*',
        ThrottlingRateLimit: 500,
        ThrottlingBurstLimit: 1000,
      }),
      Match.objectLike({
        ResourcePath: '/~1hooks~1standard-webhooks',
        HttpMethod: 'POST',
        ThrottlingRateLimit: 7,
        ThrottlingBurstLimit: 9,
      }),
    ]),
  });
  const outputs = Object.keys(template.findOutputs('*'));
  expect(outputs).toEqual(
    expect.arrayContaining([
      'UrlStripe',
      'UrlStandardWebhooks',
      'UrlBank',
      'AuditTable',
      'DeliveryQueueUrl',
      'DeadLetterQueueUrl',
      'BodyBucket',
      'SecretPrefix',
    ]),
  );
});

test('no stage setting writes bodies and headers to the log', () => {
  const stage = only('AWS::ApiGateway::Stage');
  for (const setting of stage['MethodSettings'] as Record<string, unknown>[]) {
    expect(setting['DataTraceEnabled'] ?? false).toBe(false);
  }
  expect(JSON.stringify(stage['AccessLogSetting'])).not.toMatch(/header|authorizer|querystring/i);
});

test("API Gateway's own replies are flat and ask the sender to come again when the fault is ours", () => {
  const replies = propertiesOf('AWS::ApiGateway::GatewayResponse');
  for (const { ResponseTemplates } of replies) {
    const body = JSON.parse(
      (ResponseTemplates as Record<string, string>)['application/json'] ?? '',
    );
    expect(Object.keys(body)).toEqual(['message', 'id']);
  }
  const byType = new Map(replies.map((reply) => [reply['ResponseType'], reply]));
  expect(byType.get('MISSING_AUTHENTICATION_TOKEN')?.['StatusCode']).toBe('404');
  for (const type of ['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'DEFAULT_5XX']) {
    expect(byType.get(type)).toMatchObject({
      StatusCode: '503',
      ResponseParameters: { 'gatewayresponse.header.Retry-After': "'60'" },
    });
  }
});

test('secrets are created without a value, only for sources that need one, and are kept', () => {
  const secrets = Object.values(resourcesOf(template, 'AWS::SecretsManager::Secret'));
  expect(secrets.map(({ Properties }) => Properties['Name']).sort()).toEqual([
    'sallyport/test/asana',
    'sallyport/test/bank',
    'sallyport/test/mpesa',
    'sallyport/test/standard-webhooks',
    'sallyport/test/stripe',
  ]);
  for (const { Properties, DeletionPolicy } of secrets) {
    expect(Properties).not.toHaveProperty('SecretString');
    expect(Properties).not.toHaveProperty('GenerateSecretString');
    expect(DeletionPolicy).toBe('Retain');
  }
});

test('no secret is resolved into the template and no address stands in an environment or an output', () => {
  const text = JSON.stringify(template.toJSON());
  expect(text).not.toMatch(/resolve:secretsmanager|resolve:ssm/);
  const functions = JSON.stringify(propertiesOf('AWS::Lambda::Function'));
  const outputs = JSON.stringify(template.findOutputs('*'));
  expect(functions + outputs).not.toContain('203.0.113.45');
});

test('bodies are private, encrypted, reached over TLS only, and expire with their records', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: {
      Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })],
    },
  });
});

test('API Gateway log role and account setting are created only on demand', () => {
  template.resourceCountIs('AWS::ApiGateway::Account', 0);
  testTemplate({ manageApiGatewayAccount: true }).resourceCountIs('AWS::ApiGateway::Account', 1);
});

test('logical ids of what holds data stay as they are: a changed one would replace the resource', () => {
  const stateful = [
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::SQS::Queue',
    'AWS::KMS::Key',
    'AWS::SecretsManager::Secret',
  ];
  expect(
    stateful.flatMap((type) => Object.keys(resourcesOf(template, type))).sort(),
  ).toMatchInlineSnapshot(`
[
  "AuditTable6B25623D",
  "BodiesBucket7CDFEDE9",
  "DataKey2A0DE9E6",
  "DeliveriesDeadLetters27691B20",
  "DeliveriesQueue99C7B338",
  "LogKey15608DC4",
  "MonitoringAlarmsKey8162515D",
  "Secretsasana0C68BF2A",
  "Secretsbank21B93510",
  "Secretsmpesa9DEBDF12",
  "SecretsstandardwebhooksA6E8BA2F",
  "SecretsstripeF135FC41",
]
`);
});
