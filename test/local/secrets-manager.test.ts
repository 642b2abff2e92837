import { readFileSync, statSync, writeFileSync } from 'node:fs';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Emulator } from '../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import { clientsAt } from '../support/doctor.ts';
import { temporaryData } from '../support/local-run.ts';

/* The emulator of Secrets Manager, through the AWS client. */

const data = temporaryData();
const file = `${data.path}.json`;
const SecretId = 'sallyport/local/bank';
let emulator: Emulator;
let client: SecretsManagerClient;

async function start(): Promise<void> {
  emulator = await startSecretsManager(file);
  client = clientsAt(emulator.url).secretsManager;
}

beforeAll(start);
afterAll(async () => {
  await emulator.stop();
  data.remove();
});

const put = async (SecretString: string): Promise<string> =>
  (await client.send(new PutSecretValueCommand({ SecretId, SecretString }))).VersionId ?? '';
const read = (VersionStage: string) =>
  client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
const versions = async (IncludeDeprecated: boolean) => {
  const list = new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated });
  return (await client.send(list)).Versions ?? [];
};
const end = (versionId: string, VersionStage = 'AWSPREVIOUS') =>
  client.send(
    new UpdateSecretVersionStageCommand({ SecretId, VersionStage, RemoveFromVersionId: versionId }),
  );

let first: string;
let second: string;

test('a version has its value and its time until it is replaced twice', async () => {
  const startedAtMs = Math.floor(Date.now() / 1000) * 1000;
  const created = new CreateSecretCommand({ Name: SecretId, SecretString: 'one' });
  first = (await client.send(created)).VersionId ?? '';
  second = await put('two');
  const current = await read('AWSCURRENT');
  expect(current).toMatchObject({ SecretString: 'two', VersionId: second });
  expect(current.CreatedDate?.getTime()).toBeGreaterThanOrEqual(startedAtMs);
  expect(await read('AWSPREVIOUS')).toMatchObject({ SecretString: 'one', VersionId: first });
  expect(await versions(false)).toMatchObject([
    { VersionId: first, VersionStages: ['AWSPREVIOUS'] },
    { VersionId: second, VersionStages: ['AWSCURRENT'] },
  ]);
});

test('a stage is taken away only from the version that has it', async () => {
  await expect(end(second)).rejects.toThrow(/is currently attached to version/);
  await expect(end(second, 'AWSCURRENT')).rejects.toThrow(/only AWSPREVIOUS/);
  expect(await read('AWSPREVIOUS')).toMatchObject({ SecretString: 'one' });
});

test('a previous version that was ended is gone, and known to have been', async () => {
  await end(first);
  await expect(read('AWSPREVIOUS')).rejects.toThrow(/AWSPREVIOUS/);
  expect(readFileSync(file, 'utf8')).not.toContain('"one"');
  expect(await versions(false)).toMatchObject([{ VersionId: second }]);
  const all = await versions(true);
  expect(all.map(({ VersionId, VersionStages }) => [VersionId, VersionStages])).toEqual([
    [first, undefined],
    [second, ['AWSCURRENT']],
  ]);
  expect(all.every(({ CreatedDate }) => CreatedDate instanceof Date)).toBe(true);
});

test('all of it is there again after a restart, for its owner alone', async () => {
  const before = await versions(true);
  await emulator.stop();
  await start();
  expect(await versions(true)).toEqual(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file of an earlier run, without times of versions, is still read', async () => {
  await emulator.stop();
  const changedAtMs = Date.parse('2026-11-01T00:00:00Z');
  const old = {
    versions: { a: 'one', b: 'two' },
    stages: { AWSCURRENT: 'b', AWSPREVIOUS: 'a' },
    changedAtMs,
  };
  writeFileSync(file, JSON.stringify({ [SecretId]: old }));
  await start();
  expect((await read('AWSCURRENT')).CreatedDate).toEqual(new Date(changedAtMs));
  expect((await read('AWSPREVIOUS')).CreatedDate).toBeUndefined();
  const third = await put('three');
  const known = await versions(true);
  expect(known.map(({ VersionId }) => VersionId)).toEqual(['b', third]);
  expect(known[0]?.CreatedDate).toEqual(new Date(changedAtMs));
});
