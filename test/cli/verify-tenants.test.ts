import { rmSync } from 'node:fs';
import { monotonicFactory } from 'ulid';
import { deleteTenant, restoreTenant } from '../../cli/tenant-secrets.ts';
import { readLiveSecrets } from '../../cli/verify/live-secrets.ts';
import { fieldProblems } from '../../cli/verify/verify-fields.ts';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import { createTenant } from '../../lambda/tenants/client.ts';
import type { Emulator } from '../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../support/audit-table.ts';
import { testNowMs } from '../support/clock.ts';
import { clientsAt, nowhere, targetAt } from '../support/doctor.ts';
import { type TestIngress, testIngress } from '../support/ingress-fakes.ts';
import { temporaryData } from '../support/local-run.ts';
import { shopConfig, shopSecrets, tenantRequest } from '../support/tenant-requests.ts';
import { problemsOf, type Verifying, verifyingOver } from '../support/verifying.ts';

/* Records of tenants, written by the ingress on a real wire, under secrets that stand in an emulator of Secrets Manager. */

const sources = { shop: { ...shopConfig, tenants: { ratePerSecond: 5 } } };
const secretPrefix = 'sallyport/test/';
const data = temporaryData();
const newId = monotonicFactory();
let emulator: Emulator;
let storage: TestStorage;
let ingress: TestIngress;
let verifying: Verifying;
const owner = (tenant: string) => {
  const source = ingress.sources.get('shop');
  if (source === undefined) throw new Error('no source');
  return { ...source, tenant };
};
const target = () => {
  const { secretsManager } = clientsAt(emulator.url);
  return targetAt(nowhere, sources, { secretsManager, secretPrefix });
};

beforeEach(async () => {
  emulator = await startSecretsManager(data.path);
  storage = await testStorage();
  const { secretsManager } = clientsAt(emulator.url);
  for (const tenant of ['acme', 'globex'])
    await createTenant({
      secretsManager,
      secretPrefix,
      source: 'shop',
      tenant,
      value: `secret-of-${tenant}`,
    });
  // The secrets are as old as this machine says: what is received is younger.
  storage.clock.advance(Date.now() - testNowMs + 3_600_000);
  const { audit, clock } = storage;
  ingress = { ...testIngress(sources, { ...shopSecrets }), audit, clock, newId };
  verifying = verifyingOver(storage, sources, { secretsManager, secretPrefix });
});
afterEach(async () => {
  await emulator.stop();
  rmSync(data.path, { force: true });
  await storage.stop();
});
afterAll(async () => {
  await stopObjectServer();
  data.remove();
});

const send = async (...parts: Parameters<typeof tenantRequest>): Promise<string> =>
  (await receive(tenantRequest(...parts), ingress)).reached.request.deliveryId;

test('the secret of the tenant is read, and no other', async () => {
  const { keys } = await readLiveSecrets(target(), owner('globex'));
  expect(keys.map(({ signing }) => signing?.export().toString())).toEqual(['secret-of-globex']);
});

test('no key and no version is live when the tenant was deleted, until it is restored', async () => {
  await deleteTenant(target(), owner('acme'), 7);
  const { keys, covers } = await readLiveSecrets(target(), owner('acme'));
  const receivedAt = new Date(storage.clock.nowMs()).toISOString();
  expect(keys).toEqual([]);
  expect(covers({ secretVersion: 'current', receivedAt })).toBe(false);
  await restoreTenant(target(), owner('acme'));
  const restored = await readLiveSecrets(target(), owner('acme'));
  expect(restored.keys).toHaveLength(1);
  expect(restored.covers({ secretVersion: 'current', receivedAt })).toBe(true);
});

test('nothing is found in records of tenants as they were left', async () => {
  const ids = [await send(), await send({ tenant: 'globex' })];
  const refused = [
    await send({ secret: 'guessed' }),
    await send({ tenant: 'nobody' }),
    await send({ tenant: '<script>' }),
  ];
  const duplicate = await send();
  await storage.events.claim({ sourceId: 'shop', idempotencyKey: 'tenant:acme:id:evt-1' });
  const many = await Promise.all(
    Array.from({ length: 8 }, (_, at) => send({ body: `{"id":"evt-${at + 10}"}` })),
  );
  ingress.secrets.load = async () => ({ kind: 'not-looked-up' });
  refused.push(await send({ tenant: 'unheard-of' }));
  const found = await verifying.all();
  expect(problemsOf(found)).toEqual([]);
  expect(found).toHaveLength(ids.length + refused.length + 1 + many.length);
  const signatures = new Map(found.map(({ id, signature, why }) => [id, [signature, why]]));
  for (const id of ids) expect(signatures.get(id)).toEqual(['holds', undefined]);
  for (const id of refused) expect(signatures.get(id)).toEqual(['none', undefined]);
  expect(signatures.get(duplicate)).toEqual(['not-checkable', 'no-body']);
  const reasons = (await storage.items()).map(({ reason }) => reason);
  expect(reasons).toEqual(
    expect.arrayContaining(['tenant-rate', 'tenant-unknown', 'tenant-not-looked-up']),
  );
});

test('a signature is not checkable when its tenant was deleted', async () => {
  const id = await send();
  await deleteTenant(target(), owner('acme'), 7);
  expect(await verifying.one(id)).toMatchObject({
    signature: 'not-checkable',
    why: 'tenant-gone',
    problems: [],
  });
  await restoreTenant(target(), owner('acme'));
  expect(await verifying.one(id)).toMatchObject({ signature: 'holds' });
});

test('a signature fails when the record is said to be of another tenant', async () => {
  const id = await send();
  const moved = { tenant: 'globex' };
  const found = await verifying.altered(id, moved);
  expect(found).toMatchObject({ record: 'broken', signature: 'fails' });
  expect(found?.problems).toContain('its tenant is globex, its key says acme');
});

test('a signature is not checkable when the source has tenants only since, or has none any more', async () => {
  const id = await send();
  const { tenants: _none, ...single } = sources.shop;
  const { secretsManager } = clientsAt(emulator.url);
  const since = verifyingOver(storage, { shop: single }, { secretsManager, secretPrefix });
  expect(await since.one(id)).toMatchObject({ why: 'configured-otherwise', problems: [] });
  const before = { tenant: undefined, idempotencyKey: 'id:evt-1' };
  expect(await verifying.altered(id, before)).toMatchObject({ why: 'configured-otherwise' });
});

test('a record is broken when its tenant is none that could be, or gone', async () => {
  const id = await send();
  const problems = async (changes: object) => (await verifying.altered(id, changes))?.problems;
  expect(await problems({ tenant: 'to' })).toContain('no tenant can be called "to"');
  expect(await problems({ tenant: undefined })).toContain('its tenant is none, its key says acme');
});

test('a refusal by the rate of a tenant is broken without the tenant, or without a check', async () => {
  const sent = Array.from({ length: 12 }, (_, at) => send({ body: `{"id":"evt-${at}"}` }));
  await Promise.all(sent);
  const items = (await storage.items()) as unknown as readonly EventItem[];
  const item = items.find(({ reason }) => reason === 'tenant-rate');
  if (item === undefined) throw new Error('nobody was too fast');
  expect(fieldProblems(item)).toEqual([]);
  const { tenant: _tenant, ...nameless } = item;
  expect(fieldProblems(nameless)).toEqual(['it was rejected as tenant-rate and names no tenant']);
  expect(fieldProblems({ ...item, checks: [] })).toEqual([
    'it was rejected as tenant-rate without a check',
  ]);
  expect(fieldProblems({ ...item, reason: 'tenant-unknown' })).toEqual([]);
});
