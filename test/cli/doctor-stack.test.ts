import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { alarms } from '../../cli/checks/alarms.ts';
import { checks } from '../../cli/checks/all.ts';
import { apiLogRole } from '../../cli/checks/api-log-role.ts';
import { deployment } from '../../cli/checks/deployment.ts';
import { protection } from '../../cli/checks/protection.ts';
import { quotas } from '../../cli/checks/quotas.ts';
import { waf } from '../../cli/checks/waf.ts';
import { deployedStack } from '../../cli/deployed-stack.ts';
import { type AwsStandIn, awsStandIn, describedStack, refused } from '../support/aws-stand-in.ts';
import { diagnose, nowhere, stackOf, targetAt } from '../support/doctor.ts';

/* Checks of what only a deployed stack has, each with its fault planted and without. */

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await awsStandIn();
});
afterAll(() => aws.stop());

const target = targetAt(nowhere, { bank: { token: { header: 'X-Secret' } } });
const look = (check: Parameters<typeof diagnose>[0], ...stack: Parameters<typeof stackOf>) =>
  diagnose(check, target, { stack: stackOf(...stack) });

test.each([deployment, waf, alarms, apiLogRole, protection, quotas])(
  '$id is not applicable when the local run is looked at',
  async (check) => {
    const { findings } = await diagnose(check, target);
    expect(findings).toEqual([expect.stringMatching(/^not-applicable: /)]);
  },
);

describe('deployment', () => {
  const Outputs = [{ OutputKey: 'UrlBank', OutputValue: 'https://api.example/hooks/bank' }];

  test('pass when every source has its URL and the last deployment went well', async () => {
    const LastCheckTimestamp = new Date('2026-11-23T10:00:00Z');
    const DriftInformation = { StackDriftStatus: 'IN_SYNC', LastCheckTimestamp } as const;
    const { findings } = await look(deployment, {}, { Outputs, DriftInformation });
    expect(findings).toEqual([
      'pass sources: 1 configured and deployed',
      'pass status: CREATE_COMPLETE',
      'pass drift: none was found on 2026-11-23T10:00:00.000Z',
    ]);
  });

  test('fail when a source has no URL, warn when a URL has no source', async () => {
    const other = [{ OutputKey: 'UrlOldBank', OutputValue: 'https://api.example/hooks/old-bank' }];
    const { findings } = await look(deployment, {}, { Outputs: other });
    expect(findings.slice(0, 2)).toEqual([
      expect.stringMatching(/^fail bank: .* no output UrlBank/),
      expect.stringMatching(/^warn UrlOldBank: .* not configured any more/),
    ]);
  });

  test.each([
    ['UPDATE_ROLLBACK_FAILED', 'fail'],
    ['ROLLBACK_COMPLETE', 'fail'],
    ['UPDATE_ROLLBACK_COMPLETE', 'warn'],
    ['UPDATE_IN_PROGRESS', 'warn'],
    ['UPDATE_COMPLETE', 'pass'],
  ] as const)('status %s is a %s', async (StackStatus, result) => {
    const { findings } = await look(deployment, {}, { Outputs, StackStatus });
    expect(findings[1]).toBe(`${result} status: ${StackStatus}`);
  });

  test('warn when drift was found, and say how to look when nobody did', async () => {
    const drifted = { DriftInformation: { StackDriftStatus: 'DRIFTED' } } as const;
    const { findings, remedies } = await look(deployment, {}, { Outputs, ...drifted });
    expect(findings[2]).toMatch(/^warn drift: somebody changed/);
    expect(remedies).toContain('describe-stack-resource-drifts --stack-name sallyport-test');
    const unknown = await look(deployment, {}, { Outputs });
    expect(unknown.findings[2]).toBe('not-applicable drift: never looked for');
    expect(unknown.remedies).toContain('detect-stack-drift');
  });
});

describe('waf', () => {
  const acl = (OverrideAction: object) => ({
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Rules: [
        { Name: 'RatePerAddress', Statement: { RateBasedStatement: {} }, Action: { Block: {} } },
        { Name: 'Common', Statement: { ManagedRuleGroupStatement: {} }, OverrideAction },
      ],
    },
  });
  const association = { Type: 'AWS::WAFv2::WebACLAssociation' };

  test('pass when the managed groups block', async () => {
    const { findings } = await look(waf, { acl: acl({ None: {} }), association });
    expect(findings).toEqual(['pass Common: blocks']);
  });

  test('warn when a managed group counts', async () => {
    const { findings, remedies } = await look(waf, { acl: acl({ Count: {} }), association });
    expect(findings).toEqual(['warn Common: counts, and blocks nothing']);
    expect(remedies).toContain('-c managedRules=block');
  });

  test('fail when no web ACL stands before the API', async () => {
    for (const resources of [{}, { acl: acl({ None: {} }) }]) {
      expect((await look(waf, resources)).findings).toEqual([expect.stringMatching(/^fail: /)]);
    }
  });
});

describe('alarms', () => {
  const alarm = (AlarmActions?: readonly unknown[], more = {}) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { AlarmName: 'QueueAge', ...(AlarmActions && { AlarmActions }), ...more },
  });
  const own = alarm([{ Ref: 'Topic' }]);
  const topic = { Topic: { Type: 'AWS::SNS::Topic' } };
  const subscription = {
    Type: 'AWS::SNS::Subscription',
    Properties: { Protocol: 'email', Endpoint: 'ops@example.com' },
  };

  test('pass when somebody is subscribed, without naming them', async () => {
    const { findings } = await look(alarms, { own, ...topic, subscription });
    expect(findings).toEqual([
      'pass actions: all 1 alarms have one',
      expect.stringMatching(/^pass listeners: 1 subscribed; whether they confirmed/),
    ]);
    expect(findings.join()).not.toContain('ops@');
  });

  test('pass when the topic is of another stack', async () => {
    const { findings } = await look(alarms, { a: alarm(['arn:aws:sns:eu-west-1:1:ops']) });
    expect(findings[1]).toMatch(/^pass listeners: alarms go to a topic that is not of this stack/);
  });

  test('warn when nobody is subscribed', async () => {
    const { findings, remedies } = await look(alarms, { own, ...topic });
    expect(findings[1]).toMatch(/^warn listeners: nobody is subscribed/);
    expect(remedies).toContain('alarmEmails');
  });

  test('warn when an alarm has no action, or a disabled one', async () => {
    const disabled = alarm([{ Ref: 'Topic' }], { ActionsEnabled: false });
    const composite = { ...alarm([]), Type: 'AWS::CloudWatch::CompositeAlarm' };
    const { findings } = await look(alarms, { own, disabled, composite, none: alarm(), ...topic });
    expect(findings.filter((text) => /^warn QueueAge: has no action/.test(text))).toHaveLength(3);
  });

  test('warn when there are none', async () => {
    expect((await look(alarms, {})).findings).toEqual([expect.stringMatching(/^warn: /)]);
  });
});

test('the log role passes when the stack sets it, and else names the command to run', async () => {
  const { findings } = await look(apiLogRole, { account: { Type: 'AWS::ApiGateway::Account' } });
  expect(findings).toEqual([expect.stringMatching(/^pass: /)]);
  const unknown = await look(apiLogRole, {});
  expect(unknown.findings).toEqual([expect.stringMatching(/^not-applicable: /)]);
  expect(unknown.remedies).toContain('aws apigateway get-account');
});

test.each([
  [400, 'pass'],
  [401, 'warn'],
])('quotas: %d resources are a %s', async (count, result) => {
  const ids = Array.from({ length: count }, (_, at) => [`r${at}`, { Type: 'AWS::SQS::Queue' }]);
  const { findings } = await look(quotas, Object.fromEntries(ids));
  expect(findings).toEqual([
    expect.stringMatching(new RegExp(`^${result}: ${count} of 500 resources for 1 sources`)),
  ]);
});

describe('protection', () => {
  const protectedBy = async (Table: object, status: string, isProtected: boolean) => {
    aws.answers.set('DescribeTable', () => ({ Table }));
    aws.answers.set('DescribeContinuousBackups', () => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
      },
    }));
    return diagnose(protection, targetAt(aws.url, { bank: { allowList: ['203.0.113.45'] } }), {
      stack: stackOf({}, { EnableTerminationProtection: isProtected }),
    });
  };
  const SSEDescription = { Status: 'ENABLED', SSEType: 'KMS' };

  test('pass when all of it is on', async () => {
    const Table = { DeletionProtectionEnabled: true, SSEDescription };
    const { findings } = await protectedBy(Table, 'ENABLED', true);
    expect(findings).toEqual([
      'pass stack: termination protection is on',
      'pass table: deletion protection is on',
      'pass table: encrypted with a KMS key of this account',
      'pass backups: point-in-time recovery is on',
    ]);
  });

  test('fail and warn when all of it is off, each with its command', async () => {
    const { findings, remedies } = await protectedBy({}, 'DISABLED', false);
    expect(findings.map((text) => text.split(':')[0])).toEqual([
      'warn stack',
      'fail table',
      'warn table',
      'fail backups',
    ]);
    expect(remedies).toContain('update-termination-protection');
    expect(remedies).toContain('--table-name audit --deletion-protection-enabled');
    expect(remedies).toContain('PointInTimeRecoveryEnabled=true');
  });

  test('fail when the key is out of reach', async () => {
    const lost = { SSEDescription: { ...SSEDescription, InaccessibleEncryptionDateTime: 1e9 } };
    expect((await protectedBy(lost, 'ENABLED', true)).findings[2]).toMatch(
      /^fail table: .*2001-09/,
    );
  });
});

test('every check of a stack warns with the IAM action, and none passes, when nothing may be read', async () => {
  for (const operation of ['DescribeTable', 'DescribeContinuousBackups']) {
    aws.answers.set(operation, () => refused(`dynamodb:${operation}`));
  }
  for (const operation of ['DescribeStacks', 'GetTemplate']) {
    aws.answers.set(operation, () => refused(`cloudformation:${operation}`));
  }
  const client = new CloudFormationClient({
    region: 'eu-west-1',
    endpoint: aws.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stack = deployedStack(client, 'sallyport-test');
  const blind = targetAt(aws.url, { bank: { allowList: ['203.0.113.45'] } });
  const ofStack = checks.filter((check) =>
    [deployment, waf, alarms, apiLogRole, protection, quotas].includes(check),
  );
  for (const check of ofStack) {
    const { findings } = await diagnose(check, blind, { stack });
    expect(findings.length).toBeGreaterThan(0);
    for (const text of findings) {
      expect(text).toMatch(/^warn.*: not checked: (cloudformation|dynamodb):\w+ is not allowed$/);
    }
  }
  aws.answers.set('DescribeStacks', () => describedStack({ StackName: 's', StackStatus: 'x' }, {}));
  const again = deployedStack(client, 'sallyport-test');
  expect((await again.description()).StackStatus).toBe('x');
});
