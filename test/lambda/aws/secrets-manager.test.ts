import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { secretReader, secretWriter } from '../../../lambda/aws/secrets-manager.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import type { Source } from '../../../lambda/model/source.ts';
import { createTenant, TenantExists } from '../../../lambda/tenants/client.ts';
import type { Emulator } from '../../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../../local/emulators/secrets-manager.ts';
import { type AwsStandIn, awsStandIn, refused } from '../../support/aws-stand-in.ts';
import { testIngress } from '../../support/ingress-fakes.ts';
import { shopConfig } from '../../support/tenant-requests.ts';

/* Secrets of sources and tenants over Secrets Manager's wire protocol. */

const prefix = 'sallyport/test/';
const configured = testIngress({
  shop: shopConfig,
  both: { ...shopConfig, token: { header: 'X-Secret' } },
  plain: { ...shopConfig, tenants: undefined },
}).sources;
const shop = configured.get('shop') as Source;
const both = configured.get('both') as Source;
const plain = configured.get('plain') as Source;

const clientAt = (endpoint: string) =>
  new SecretsManagerClient({
    region: 'eu-west-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });

let folder: string;
let emulator: Emulator;
let client: SecretsManagerClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-secrets-'));
  emulator = await startSecretsManager(join(folder, 'secrets.json'));
  client = clientAt(emulator.url);
});
afterEach(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true });
});

const create = (tenant: string, value?: string, source = 'shop') =>
  createTenant({
    secretsManager: client,
    secretPrefix: prefix,
    source,
    tenant,
    ...(value === undefined ? {} : { value }),
  });

const read = async (tenant: string | undefined, source = shop) => {
  const owner = tenant === undefined ? source : { ...source, tenant };
  const lookup = await secretReader(prefix, client)(owner);
  if (lookup.kind !== 'found') return lookup.kind;
  return lookup.secrets.map(({ label, signing }) => `${label} ${signing?.export()}`);
};

test('a tenant that was created is read from below its source', async () => {
  await create('acme', 'secret-of-acme');
  await create('globex', 'secret-of-globex');
  expect(await read('acme')).toEqual(['current secret-of-acme']);
  const rotate = { SecretId: `${prefix}shop/acme`, SecretString: 'newer' };
  await client.send(new PutSecretValueCommand(rotate));
  expect(await read('acme')).toEqual(['current newer', 'previous secret-of-acme']);
  expect(await read('globex')).toEqual(['current secret-of-globex']);
});

test('a tenant that nobody created is unknown; one without a value is not', async () => {
  await create('waiting');
  expect(await read('nobody')).toBe('unknown');
  expect(await read('waiting')).toBe('not-set');
});

test('a tenant that has one of two secrets waits for the other', async () => {
  await create('acme', '{"token":"t"}', 'both');
  expect(await read('acme', both)).toBe('not-set');
});

test('a tenant that was deleted is unknown until it is restored', async () => {
  await create('acme', 'secret-of-acme');
  const SecretId = `${prefix}shop/acme`;
  await client.send(new DeleteSecretCommand({ SecretId }));
  expect(await read('acme')).toBe('unknown');
  await expect(create('acme', 'another')).rejects.toThrow(
    /^tenant "acme" of "shop" was deleted and can still be restored: restore it, or use another name$/,
  );
  await client.send(new RestoreSecretCommand({ SecretId }));
  expect(await read('acme')).toEqual(['current secret-of-acme']);
});

test("a source's own secret that is gone is one that is not set, and one that was deleted is a failure", async () => {
  expect(await read(undefined, plain)).toBe('not-set');
  const Name = `${prefix}plain`;
  await client.send(new CreateSecretCommand({ Name, SecretString: 's' }));
  expect(await read(undefined, plain)).toEqual(['current s']);
  await client.send(new DeleteSecretCommand({ SecretId: Name }));
  await expect(read(undefined, plain)).rejects.toBeInstanceOf(DependencyError);
});

test("the source's own secret is none of its tenants'", async () => {
  await client.send(new CreateSecretCommand({ Name: `${prefix}shop`, SecretString: 's' }));
  expect(await read('acme')).toBe('unknown');
});

test('a handed secret is stored for the tenant alone', async () => {
  await create('waiting');
  await secretWriter(prefix, client)({ ...shop, tenant: 'waiting' }, 'handed');
  expect(await read('waiting')).toEqual(['current handed']);
  await expect(
    secretWriter(prefix, client)({ ...shop, tenant: 'nobody' }, 'handed'),
  ).rejects.toBeInstanceOf(DependencyError);
});

test('a tenant is created once, and never over another', async () => {
  await create('acme', 'first');
  await expect(create('acme', 'second')).rejects.toBeInstanceOf(TenantExists);
  await expect(create('acme', 'second')).rejects.toThrow(/^tenant "acme" of "shop" exists already/);
  expect(await read('acme')).toEqual(['current first']);
});

test.each([
  [{ tenant: '../plain' }, /^tenant: "\.\.\/plain" is refused: use 1 to 64 lower-case letters/],
  [{ tenant: 'to' }, /^tenant: "to" is refused: .* and not "to"$/],
  [{ tenant: 'Acme' }, /^tenant: "Acme" is refused/],
  [{ source: 'shop/acme' }, /^source: "shop\/acme" is refused/],
  [{ secretPrefix: '' }, /^secretPrefix: "" is refused: give the output SecretPrefix/],
  [{ secretPrefix: 'sallyport/test' }, /^secretPrefix: "sallyport\/test" is refused/],
  [{ value: ' ' }, /^value: is empty: give the secret, or leave it out$/],
  [{ value: {} }, /^value: is empty/],
  [{ value: { signing: 's', token: '' } }, /^value: is empty/],
])('a tenant is not created with %j', async (wrong, message) => {
  const order = { secretsManager: client, secretPrefix: prefix, source: 'shop', tenant: 'acme' };
  await expect(createTenant({ ...order, ...wrong })).rejects.toThrow(message);
  expect(await read('acme')).toBe('unknown');
});

describe('what AWS is asked', () => {
  let aws: AwsStandIn;
  const asked: [string, Readonly<Record<string, unknown>>][] = [];
  beforeEach(async () => {
    aws = await awsStandIn();
    asked.length = 0;
    for (const name of ['CreateSecret', 'GetSecretValue', 'DescribeSecret'])
      aws.answers.set(name, (input) => {
        asked.push([name, input]);
        return {};
      });
  });
  afterEach(() => aws.stop());

  test('to create a secret under the key that encrypts the others, with tags', async () => {
    const value = { signing: 's', token: 't' };
    await createTenant({
      secretsManager: clientAt(aws.url),
      secretPrefix: prefix,
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
      source: 'both',
      tenant: 'acme',
      value,
    });
    expect(asked).toMatchObject([
      [
        'CreateSecret',
        {
          Name: 'sallyport/test/both/acme',
          KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/k',
          SecretString: '{"signing":"s","token":"t"}',
          Tags: [
            { Key: 'sallyport:source', Value: 'both' },
            { Key: 'sallyport:tenant', Value: 'acme' },
          ],
        },
      ],
    ]);
  });

  test('for both versions of a known tenant, and for nothing else', async () => {
    const value = { SecretString: 's', VersionId: 'v' };
    aws.answers.set('GetSecretValue', (input) => {
      asked.push(['GetSecretValue', input]);
      return value;
    });
    await secretReader(prefix, clientAt(aws.url))({ ...shop, tenant: 'acme' });
    expect(asked.map(([name, { SecretId }]) => `${name} ${SecretId}`)).toEqual([
      'GetSecretValue sallyport/test/shop/acme',
      'GetSecretValue sallyport/test/shop/acme',
    ]);
  });

  test('without permission, which is a failure and no unknown tenant', async () => {
    aws.answers.set('GetSecretValue', () => refused('secretsmanager:GetSecretValue'));
    const reading = secretReader(prefix, clientAt(aws.url))({ ...shop, tenant: 'acme' });
    await expect(reading).rejects.toBeInstanceOf(DependencyError);
    aws.answers.set('CreateSecret', () => refused('secretsmanager:CreateSecret'));
    const order = { secretPrefix: prefix, source: 'shop', tenant: 'acme', value: 's' };
    const creating = createTenant({ secretsManager: clientAt(aws.url), ...order });
    await expect(creating).rejects.toBeInstanceOf(DependencyError);
  });
});
