import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { marshall } from '@aws-sdk/util-dynamodb';
import { checks } from '../../cli/checks/all.ts';
import { type RunFile, readRunFile } from '../../cli/run-file.ts';
import { openShard } from '../../lambda/model/audit-table.ts';
import { writeSecretValue } from '../../lambda/model/secret-value.ts';
import { requiredSecretFields } from '../../lambda/model/source.ts';
import { auditTableInput } from '../../local/audit-table-input.ts';
import { developmentSecrets } from '../../local/development-secrets.ts';
import { startDynamoDb } from '../../local/emulators/dynamodb.ts';
import type { Emulator } from '../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import {
  type AwsStandIn,
  awsStandIn,
  describedStack,
  templateAnswer,
} from '../support/aws-stand-in.ts';
import { begin } from '../support/command.ts';
import { clientsAt, targetAt } from '../support/doctor.ts';
import {
  type Finished,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { testSources, testTemplate } from '../support/stack.ts';

/* `sallyport doctor` as an operator runs it: against a local run, and against a stack with the template of this repository. */

/** What is not as it should be. */
const complaintsIn = (finished: Finished) =>
  jsonLines(finished).filter(({ result }) => result === 'fail' || result === 'warn');

describe('the local run', () => {
  const data = temporaryData();
  let local: LocalRun;
  beforeAll(async () => {
    local = await startLocalRun(data.path);
  });
  afterAll(async () => {
    await local.end('SIGTERM');
    data.remove();
  });

  test('ends with 0 when nothing is wrong', async () => {
    const finished = await sallyport(data.path, ['doctor']);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toMatch(/^RESULT +CHECK +SUBJECT +FINDING/);
    expect(finished.stdout).toMatch(/^pass +secrets +bank +usable: token, signing$/m);
    expect(finished.stdout).toMatch(/^\d+ pass, 0 warn, 0 fail, 7 not-applicable$/m);
  });

  test('prints one object a line with the fixed fields when --json is given', async () => {
    const findings = jsonLines(await sallyport(data.path, ['doctor', '--json']));
    const made = new Set(findings.map(({ check }) => check));
    expect([...made]).toEqual(checks.map(({ id }) => id));
    const fields = new Set(findings.flatMap((finding) => Object.keys(finding)));
    expect([...fields].sort()).toEqual(['check', 'finding', 'result', 'subject']);
  });

  test('ends with 1 and says what to do when a secret is unusable and an event is stuck', async () => {
    const run = readRunFile(data.path);
    if (run === undefined) throw new Error('the run left no file');
    await plantFaults(run);
    const finished = await sallyport(data.path, ['doctor', '--json']);
    expect(finished.code).toBe(1);
    expect(finished.stderr).toMatch(/^sallyport: 2 of \d+ findings failed\n$/);
    expect(complaintsIn(finished)).toEqual([
      {
        check: 'secrets',
        subject: 'standard-webhooks',
        result: 'fail',
        finding: expect.stringContaining('the signing secret is not whsec'),
        remedy: expect.stringContaining('npx sallyport secrets set standard-webhooks'),
      },
      {
        check: 'unfinished',
        subject: 'open events',
        result: 'fail',
        finding: expect.stringMatching(/^1 overdue for more than an hour.*\(source bank\)$/),
        remedy: expect.stringContaining('docs/runbook.md'),
      },
    ]);
    const shown = await sallyport(data.path, ['doctor']);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toMatch(
      /^fail +secrets +standard-webhooks .*503 .*secrets set standard-/m,
    );
    expect(shown.stdout).not.toContain('no base64');
  });

  test('ends with 1 when there is no run', async () => {
    const finished = await sallyport(`${data.path}-none`, ['doctor']);
    expect(finished).toMatchObject({ code: 1, stdout: '' });
    expect(finished.stderr).toContain('no local run uses');
  });
});

async function plantFaults({ endpoints, secretPrefix, auditTable }: RunFile): Promise<void> {
  const { secretsManager } = clientsAt(endpoints.secretsManager);
  const SecretId = `${secretPrefix}standard-webhooks`;
  await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString: 'no base64!' }));
  const { dynamoDb } = clientsAt(endpoints.dynamoDb);
  // No sweeper can move it: it is not the record of an event.
  const stuck = { pk: 'bank#id:stuck', sk: 'left-over', openShard: openShard(0), sweeps: 0 };
  const Item = marshall({ ...stuck, dueAtMs: Date.now() - 2 * 3_600_000, strength: 'signed' });
  await dynamoDb.send(new PutItemCommand({ TableName: auditTable, Item }));
}

describe('a stack', () => {
  const data = temporaryData();
  const config = join(data.path, 'receiver.json');
  const template: { readonly Outputs: object; readonly Resources: object } =
    testTemplate().toJSON() as never;
  const outputs = Object.fromEntries(Object.keys(template.Outputs).map((name) => [name, name]));
  let dynamoDb: Emulator;
  let secretsManager: Emulator;
  let aws: AwsStandIn;

  beforeAll(async () => {
    mkdirSync(data.path, { recursive: true });
    writeFileSync(config, JSON.stringify({ sources: testSources }));
    dynamoDb = await startDynamoDb(join(data.path, 'dynamodb'));
    secretsManager = await startSecretsManager(join(data.path, 'secrets.json'));
    aws = await awsStandIn(dynamoDb.url);
    const { sources, secretsManager: secrets } = targetAt(secretsManager.url, testSources);
    for (const source of sources) {
      const fields = requiredSecretFields(source);
      if (fields.length === 0) continue;
      const SecretString = writeSecretValue(developmentSecrets(source), fields);
      const Name = `sallyport/test/${source.id}`;
      await secrets.send(new CreateSecretCommand({ Name, SecretString }));
    }
    const { dynamoDb: client } = clientsAt(dynamoDb.url);
    await client.send(new CreateTableCommand(auditTableInput('AuditTable')));
    deploy({ StackStatus: 'UPDATE_COMPLETE', EnableTerminationProtection: true });
    aws.answers.set('GetTemplate', () => templateAnswer(template));
    aws.answers.set('GetQueueAttributes', () => ({ Attributes: {} }));
  });
  afterAll(async () => {
    aws.stop();
    await Promise.all([dynamoDb.stop(), secretsManager.stop()]);
    data.remove();
  });

  const deploy = (stack: object, more: Readonly<Record<string, string>> = {}) =>
    aws.answers.set('DescribeStacks', () => {
      const own = { SecretPrefix: 'sallyport/test/', DeadLetterQueueUrl: `${aws.url}/dead` };
      return describedStack(
        { StackName: 'sallyport-test', ...stack },
        { ...outputs, ...own, ...more },
      );
    });

  const guard = (DeletionProtectionEnabled: boolean, PointInTimeRecoveryStatus: string) => {
    const SSEDescription = { Status: 'ENABLED', SSEType: 'KMS' };
    aws.answers.set('DescribeTable', () => ({
      Table: { DeletionProtectionEnabled, SSEDescription },
    }));
    aws.answers.set('DescribeContinuousBackups', () => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
      },
    }));
  };

  const doctor = () =>
    begin(
      data.path,
      [
        'doctor',
        '--stack',
        'sallyport-test',
        '--region',
        'eu-west-1',
        '--config',
        config,
        '--json',
      ],
      {
        AWS_ENDPOINT_URL: aws.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      },
    ).finished;

  test('ends with 0 and the warnings that a fresh deployment deserves', async () => {
    guard(true, 'ENABLED');
    const finished = await doctor();
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(complaintsIn(finished).map(({ check, subject }) => `${check} ${subject}`)).toEqual([
      'sources mpesa',
      'sources mpesa',
      'waf AWSManagedRulesAmazonIpReputationList',
      'waf AWSManagedRulesKnownBadInputsRuleSet',
      'waf AWSManagedRulesCommonRuleSet',
      'alarms listeners',
    ]);
    const passed = jsonLines(finished).filter(({ result }) => result === 'pass');
    expect([...new Set(passed.map(({ check }) => check))]).toEqual([
      'secrets',
      'sources',
      'deployment',
      'unfinished',
      'alarms',
      'protection',
      'quotas',
      'clock',
    ]);
  });

  test('ends with 1 and the commands to run when its protection was taken off', async () => {
    guard(false, 'DISABLED');
    deploy(
      { StackStatus: 'UPDATE_ROLLBACK_COMPLETE', EnableTerminationProtection: false },
      { UrlGone: 'https://api.example/hooks/gone' },
    );
    const finished = await doctor();
    expect(finished.code).toBe(1);
    expect(finished.stderr).toMatch(/^sallyport: 2 of \d+ findings failed\n$/);
    const found = complaintsIn(finished).filter(({ check }) =>
      ['deployment', 'protection'].includes(String(check)),
    );
    expect(found.map(({ result, subject }) => `${result} ${subject}`)).toEqual([
      'warn UrlGone',
      'warn status',
      'warn stack',
      'fail table',
      'fail backups',
    ]);
    expect(JSON.stringify(found)).toContain(
      'aws dynamodb update-table --table-name AuditTable --deletion-protection-enabled',
    );
  });
});
