import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ulid } from 'ulid';
import type { Check } from '../../cli/check.ts';
import { checks } from '../../cli/checks/all.ts';
import { clock } from '../../cli/checks/clock.ts';
import { secrets } from '../../cli/checks/secrets.ts';
import { sources } from '../../cli/checks/sources.ts';
import { examine } from '../../cli/examine.ts';
import { systemClock } from '../../lambda/model/time.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import { type AwsStandIn, awsStandIn, refused } from '../support/aws-stand-in.ts';
import { diagnose, nowhere, stackOf, targetAt } from '../support/doctor.ts';
import { temporaryData } from '../support/local-run.ts';

/* The table of checks, and those of what is configured: each with its fault planted and without. */

const temporary = temporaryData();
let aws: AwsStandIn;
beforeAll(async () => {
  aws = await awsStandIn();
});
afterAll(() => {
  aws.stop();
  temporary.remove();
});

const day = 86_400_000;
const bank = {
  token: { header: 'X-Secret' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
};

describe('the table of checks', () => {
  /** What is to be written for files that have no row. */
  const missing = (files: readonly string[], table: readonly Check[]): readonly string[] =>
    files
      .map((name) => name.slice(0, -'.ts'.length))
      .filter((id) => !table.some((check) => check.id === id))
      .map((id) => `add cli/checks/${id}.ts to cli/checks/all.ts`);

  const files = readdirSync('cli/checks').filter((name) => name !== 'all.ts');

  test('has a row for each file, and no other', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(missing(files, checks)).toEqual([]);
    expect(checks.map(({ id }) => `${id}.ts`).sort()).toEqual([...files].sort());
  });

  test('says what to write when a file is not in it', () => {
    expect(missing([...files, 'planted.ts'], checks)).toEqual([
      'add cli/checks/planted.ts to cli/checks/all.ts',
    ]);
  });

  test('stands in docs/doctor.md', () => {
    const [, section = ''] = readFileSync('docs/doctor.md', 'utf8').split('\n## Checks\n');
    const rows = [...section.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm)];
    expect(rows.map(([, id, title]) => `${id}: ${title}`)).toEqual(
      checks.map(({ id, title }) => `${id}: ${title}`),
    );
  });

  test('is gone through to its end when a check breaks off', async () => {
    const target = targetAt(nowhere, { bank });
    const found = await examine([clock, sources], target, { clock: systemClock });
    expect(found).toEqual([
      {
        check: 'clock',
        result: 'fail',
        finding: expect.stringMatching(/^not checked: .*ECONNREFUSED/),
        remedy: expect.stringContaining('run this again'),
      },
      expect.objectContaining({ check: 'sources', result: 'pass' }),
    ]);
  });
});

describe('secrets', () => {
  const at = async (versions: Readonly<Record<string, unknown>>) => {
    const file = `${temporary.path}-${ulid()}.json`;
    writeFileSync(file, JSON.stringify(versions));
    return startSecretsManager(file);
  };
  const stored = (value: object | string, previous?: string, ageDays = 0) => ({
    versions: { a: typeof value === 'string' ? value : JSON.stringify(value), b: previous },
    stages: { AWSCURRENT: 'a', ...(previous !== undefined && { AWSPREVIOUS: 'b' }) },
    changedAtMs: Date.now() - ageDays * day - 1000,
  });
  const strong = '0123456789abcdef';
  const signed = { signature: bank.signature };
  const hexKey = { signature: { ...bank.signature, secretEncoding: 'hex' } };

  const look = async (secret: object | undefined, source: object = bank) => {
    const emulator = await at(secret === undefined ? {} : { 'sallyport/test/bank': secret });
    const target = targetAt(emulator.url, { bank: source });
    return diagnose(secrets, target).finally(() => emulator.stop());
  };

  test('pass when all fields are set and usable', async () => {
    const { findings } = await look(stored({ signing: strong, token: strong }));
    expect(findings).toEqual(['pass bank: usable: token, signing']);
  });

  test('fail when no field is set, or one of two', async () => {
    const none = await look(undefined);
    expect(none.findings).toEqual([
      expect.stringMatching(/^fail bank: the token secret is not set/),
      expect.stringMatching(/^fail bank: the signing secret is not set/),
    ]);
    expect(none.remedies).toContain('npx sallyport secrets set bank --field signing');
    const half = await look(stored({ signing: strong }));
    expect(half.findings).toEqual([expect.stringMatching(/^fail bank: the token secret/)]);
  });

  test('fail when a secret is not in the stated encoding', async () => {
    const { findings, remedies } = await look(stored('not hexadecimal at all'), hexKey);
    expect(findings).toEqual([expect.stringMatching(/^fail bank: the signing secret is not hex/)]);
    expect(remedies).not.toContain('hexadecimal');
  });

  test('warn when a secret has fewer than 16 bytes', async () => {
    const { findings } = await look(stored(strong), hexKey);
    expect(findings).toEqual([expect.stringMatching(/^warn bank: the signing secret has 8 bytes/)]);
    const basic = { token: { header: 'Authorization', as: 'basic' } };
    const { findings: ofBasic } = await look(stored('a-very-long-user-name:short'), basic);
    expect(ofBasic).toEqual([expect.stringMatching(/^warn bank: the token secret has 5 bytes/)]);
  });

  test('warn when the previous version was replaced more than 30 days ago', async () => {
    const { findings, remedies } = await look(stored(`${strong}k`, strong, 31), signed);
    expect(findings).toEqual([
      'warn bank: the previous secret is still accepted, 31 days after it was replaced',
    ]);
    expect(remedies).toContain('secrets rotate bank --finish');
  });

  test.each([
    ['it was replaced lately', `${strong}k`, 30],
    ['it is the current one', strong, 31],
  ])('pass with a previous version when %s', async (_when, current, ageDays) => {
    const { findings } = await look(stored(current, strong, ageDays), signed);
    expect(findings).toEqual(['pass bank: usable: signing']);
  });

  test('not applicable when no source needs one', async () => {
    const { findings } = await look(undefined, { allowList: ['203.0.113.45'] });
    expect(findings).toEqual(['not-applicable: no source needs a secret']);
  });

  test('warn with the IAM action, and never pass, when they must not be read', async () => {
    aws.answers.set('GetSecretValue', () => refused('secretsmanager:GetSecretValue'));
    const target = targetAt(aws.url, { bank, other: bank });
    const { findings, remedies } = await diagnose(secrets, target, { stack: stackOf({}) });
    expect(findings).toEqual([
      'warn bank: not checked: secretsmanager:GetSecretValue is not allowed',
      'warn other: not checked: secretsmanager:GetSecretValue is not allowed',
    ]);
    expect(remedies).toContain('allow secretsmanager:GetSecretValue');
    aws.answers.set('GetSecretValue', () => refused('kms:Decrypt'));
    expect((await diagnose(secrets, target)).findings[0]).toContain('kms:Decrypt is not allowed');
  });
});

describe('sources', () => {
  test.each([
    ['eventId is none', { ...bank, eventId: 'none' }, /^warn bank: eventId is none/],
    [
      'an unsigned id is trusted',
      { ...bank, eventId: { header: 'X-Id', trustUnsigned: true } },
      /^warn bank: eventId.trustUnsigned/,
    ],
    [
      'the address is the only proof',
      { allowList: ['203.0.113.45'] },
      /^warn bank: no signature: .*by their address \(1 ranges\) alone/,
    ],
    [
      'a token is the only proof',
      { token: bank.token },
      /^warn bank: no signature: .*by a shared secret alone/,
    ],
    [
      'the tolerance is above 600 s',
      { provider: 'stripe', toleranceSeconds: 601 },
      /^warn bank: tolerance of 601 s/,
    ],
  ])('warn when %s', async (_when, bankSource, expected) => {
    const { findings, remedies } = await diagnose(sources, targetAt(nowhere, { bank: bankSource }));
    expect(findings).toEqual([expect.stringMatching(expected)]);
    expect(remedies).not.toBe('');
  });

  test('warn twice when a path token is the only proof', async () => {
    const { findings } = await diagnose(
      sources,
      targetAt(nowhere, { bank: { token: { path: true } } }),
    );
    expect(findings).toEqual([
      expect.stringMatching(/^warn bank: no signature/),
      expect.stringMatching(/^warn bank: the secret stands in the URL/),
    ]);
  });

  test.each([
    ['a signed id is named', { provider: 'stripe', toleranceSeconds: 600 }],
    ['an unsigned id decides nothing', { ...bank, eventId: { header: 'X-Id' } }],
    ['a path token stands beside a signature', { ...bank, token: { path: true } }],
  ])('pass when %s', async (_when, bankSource) => {
    const { findings } = await diagnose(sources, targetAt(nowhere, { bank: bankSource }));
    expect(findings).toEqual(['pass bank: its checks leave nothing open']);
  });
});
