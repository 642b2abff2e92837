import { Match, Template } from 'aws-cdk-lib/assertions';
import { environmentVariables } from '../../lambda/model/environment.ts';
import type { ReceiverStackProps } from '../../lib/receiver-stack.ts';
import type { StorageProps } from '../../lib/storage/storage-props.ts';
import { grantsOf, statementsOf } from '../support/permissions.ts';
import { resourcesOf, testApp, testStack, testTemplate, variablesOf } from '../support/stack.ts';

/* How data is kept: throughput, replicas, backups, secrets; and the stack of a second Region. */

const region = 'eu-central-1';
const keyArn = `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const replicated: StorageProps = {
  replicaRegions: [region],
  replicaKeyArns: { [region]: keyArn },
};
const breakGlass = 'arn:aws:iam::111122223333:role/break-glass';

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

interface Replica {
  readonly Region: string;
  readonly DeletionProtectionEnabled: boolean;
}

describe('the audit table', () => {
  test('takes 4,000 units a second and names throttled keys when nothing is chosen', () => {
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 4000 },
      Replicas: [
        Match.objectLike({
          Region: 'eu-west-1',
          ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 4000 },
          ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
        }),
      ],
    });
  });

  test('takes as much as is chosen', () => {
    const chosen = testTemplate({ storage: { maxWriteUnits: 100, maxReadUnits: 50 } });
    chosen.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 100 },
      Replicas: [Match.objectLike({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 50 } })],
    });
  });

  test('has replicas as safe as itself, each with the key of its Region, when they are chosen', () => {
    const global = testTemplate({ storage: replicated });
    const [table] = Object.values(resourcesOf(global, 'AWS::DynamoDB::GlobalTable'));
    const replicas = table?.Properties['Replicas'] as readonly Replica[];
    expect(replicas.map((replica) => replica.Region).sort()).toEqual([region, 'eu-west-1']);
    for (const replica of replicas)
      expect(replica).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
        SSESpecification: {
          KMSMasterKeyId: replica.Region === region ? keyArn : expect.anything(),
        },
      });
  });

  test('is copied each day into a locked vault that is kept when that is chosen', () => {
    const backup = testTemplate({ storage: { backup: true } });
    backup.hasResource('AWS::Backup::BackupVault', {
      DeletionPolicy: 'Retain',
      Properties: {
        EncryptionKeyArn: Match.anyValue(),
        LockConfiguration: { MinRetentionDays: 7 },
      },
    });
    backup.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          Match.objectLike({
            ScheduleExpression: Match.stringLikeRegexp('^cron'),
            Lifecycle: { DeleteAfterDays: 35 },
          }),
        ],
      },
    });
    const [table] = Object.keys(resourcesOf(backup, 'AWS::DynamoDB::GlobalTable'));
    backup.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: [{ 'Fn::GetAtt': [table, 'Arn'] }] },
    });
    template.resourceCountIs('AWS::Backup::BackupVault', 0);
  });

  test('keeps records, and the bucket bodies, for as many days as is chosen', () => {
    const kept = testTemplate({ storage: { retentionDays: 30 } });
    expect(variablesOf(kept, 'ingress')[environmentVariables.retentionDays]).toBe('30');
    kept.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 30 })] },
    });
  });
});

test('every log group is encrypted with a key that is for logs of this account and Region', () => {
  const [[logKey] = []] = Object.entries(resourcesOf(template, 'AWS::KMS::Key')).filter(([id]) =>
    id.startsWith('LogKey'),
  );
  const groups = Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'));
  expect(groups.length).toBeGreaterThanOrEqual(7);
  for (const { Properties } of groups)
    expect(Properties['KmsKeyId']).toEqual({ 'Fn::GetAtt': [logKey, 'Arn'] });
});

describe('secrets', () => {
  const policiesOf = (of: Template) =>
    Object.values(resourcesOf(of, 'AWS::SecretsManager::ResourcePolicy'));

  test('have no policy and no replica when nothing is chosen', () => {
    expect(policiesOf(template)).toEqual([]);
    for (const { Properties } of Object.values(
      resourcesOf(template, 'AWS::SecretsManager::Secret'),
    ))
      expect(Properties).not.toHaveProperty('ReplicaRegions');
  });

  test('are denied to all but the ingress and those who are named', () => {
    const operator = 'arn:aws:iam::111122223333:role/operators';
    const restricted = testTemplate({
      secrets: { breakGlassArns: [breakGlass], operatorArns: [operator] },
    });
    const secrets = Object.keys(resourcesOf(restricted, 'AWS::SecretsManager::Secret'));
    const policies = policiesOf(restricted);
    expect(policies.map(({ Properties }) => Properties['SecretId'])).toEqual(
      secrets.map((Ref) => ({ Ref })),
    );
    const [role] = Object.keys(resourcesOf(restricted, 'AWS::IAM::Role')).filter((id) =>
      id.startsWith('IngressRole'),
    );
    for (const { Properties } of policies) {
      expect(Properties['BlockPublicPolicy']).toBe(true);
      expect(Properties['ResourcePolicy']).toMatchObject({
        Statement: [
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: expect.arrayContaining(['secretsmanager:GetSecretValue']),
            Condition: {
              ArnNotLike: {
                'aws:PrincipalArn': [{ 'Fn::GetAtt': [role, 'Arn'] }, breakGlass, operator],
              },
            },
          },
        ],
      });
    }
  });

  test('have a replica with the key of its Region when one is chosen', () => {
    const global = testTemplate({ storage: replicated, secrets: { replicaRegions: [region] } });
    for (const { Properties } of Object.values(resourcesOf(global, 'AWS::SecretsManager::Secret')))
      expect(Properties['ReplicaRegions']).toEqual([{ Region: region, KmsKeyId: keyArn }]);
  });

  test('are created without a value, whatever is chosen', () => {
    const all = testTemplate({
      storage: replicated,
      secrets: { replicaRegions: [region], breakGlassArns: [breakGlass] },
    });
    expect(JSON.stringify(all.toJSON())).not.toMatch(/SecretString|resolve:/);
  });
});

describe('the stack of a second Region', () => {
  let second: Template;
  beforeAll(() => {
    second = Template.fromStack(
      testStack(testApp(), {
        env: { region, account: '111122223333' },
        functions: { isStandby: true },
        storage: { auditTableName: 'first-table', replicaKeyArn: keyArn },
      }),
    );
  });

  test('has neither table nor secrets of its own, but its own queue, bucket and API', () => {
    second.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    second.resourceCountIs('AWS::SecretsManager::Secret', 0);
    second.resourceCountIs('AWS::SQS::Queue', 2);
    second.resourceCountIs('AWS::S3::Bucket', 1);
    second.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    second.hasResourceProperties('AWS::Scheduler::Schedule', { State: 'DISABLED' });
  });

  test.each(['ingress', 'worker', 'sweeper', 'dead-letters'] as const)(
    'tells the %s of the replica and lets it use that and its key',
    (name) => {
      expect(variablesOf(second, name)[environmentVariables.auditTable]).toBe('first-table');
      const grants = grantsOf(statementsOf(second, name));
      const ofTable = grants.filter((grant) => grant.startsWith('dynamodb:'));
      expect(ofTable).not.toEqual([]);
      for (const grant of ofTable) expect(grant).toMatch(/table\/first-table(\/index\/open)?$/);
      expect(grants).toContain(`kms:Decrypt ${keyArn} dynamodb`);
    },
  );

  test('lets the ingress read the replicas of its own secrets and write none', () => {
    const grants = grantsOf(statementsOf(second, 'ingress'));
    const ofSecrets = grants.filter((grant) => grant.startsWith('secretsmanager:'));
    expect(ofSecrets).toHaveLength(5);
    for (const grant of ofSecrets)
      expect(grant).toMatch(/:GetSecretValue .*:secret:sallyport\/test\/[\w-]+-\?{6}$/);
    expect(grants).toContain(`kms:Decrypt ${keyArn} secretsmanager`);
  });
});

describe('is refused', () => {
  test.each<[string, Partial<ReceiverStackProps>, string]>([
    ['a replica has no key', { storage: { replicaRegions: [region] } }, 'names no key'],
    [
      'a key is of another Region',
      {
        storage: {
          ...replicated,
          replicaRegions: ['us-east-1'],
          replicaKeyArns: { 'us-east-1': keyArn },
        },
      },
      'is elsewhere',
    ],
    ['a Region is none', { storage: { replicaRegions: ['Frankfurt'] } }, 'no AWS Region'],
    [
      'a replica is where the table is',
      { storage: { replicaRegions: ['eu-west-1'] } },
      'own Region',
    ],
    [
      'a Region is named twice',
      { storage: { ...replicated, replicaRegions: [region, region] } },
      'named twice',
    ],
    ['a unit limit is 0', { storage: { maxWriteUnits: 0 } }, 'storage.maxWriteUnits: 0 is refused'],
    ['retention is no whole number', { storage: { retentionDays: 0.5 } }, 'storage.retentionDays'],
    ['a table is named without its key', { storage: { auditTableName: 'x' } }, 'replicaKeyArn'],
    ['a key is named without its table', { storage: { replicaKeyArn: keyArn } }, 'auditTableName'],
    [
      'a second Region is to back up',
      { storage: { auditTableName: 'x', replicaKeyArn: keyArn, backup: true } },
      'the stack with the table',
    ],
    ['nobody can break the glass', { secrets: { breakGlassArns: [] } }, 'secrets.breakGlassArns'],
    [
      'operators are named alone',
      { secrets: { operatorArns: [breakGlass] } },
      'secrets.breakGlassArns',
    ],
    ['a principal is none', { secrets: { breakGlassArns: ['me'] } }, 'no ARN of a role or user'],
    [
      'a secret is to have a replica without a key',
      { secrets: { replicaRegions: [region] } },
      'secrets.replicaRegions',
    ],
  ])('when %s', (_name, props, problem) => {
    expect(() => testStack(testApp(), props)).toThrow(problem);
  });
});
