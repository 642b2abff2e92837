import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createTenant } from '../../lambda/tenants/client.ts';
import { openConsole } from '../support/console-client.ts';
import { effectsHandler } from '../support/effects.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { hmacHex } from '../support/requests.ts';

/* Tenants of a running receiver: created, rotated, deleted and restored, without a restart. */

const data = temporaryData();
const folder = dirname(data.path);
const effects = effectsHandler(folder);
let local: LocalRun;

const signature = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };
const eventId = { json: 'id' };
const sources = {
  shop: { tenants: true, signature, eventId },
  limited: { tenants: { ratePerSecond: 1, burst: 3 }, signature, eventId },
  both: { tenants: true, signature, token: { header: 'X-Token' }, eventId },
  single: { signature, eventId },
};

beforeAll(async () => {
  const config = join(folder, 'receiver.json');
  writeFileSync(config, JSON.stringify({ sources }));
  local = await startLocalRun(data.path, ['--config', config, '--handlers', effects.handlers]);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

const cli = (args: readonly string[], stdin = '') => sallyport(data.path, args, stdin);

interface Sent {
  readonly secret: string;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts an event to the tenant's address; its status and the id of its record. */
async function post(path: string, { secret, id = 'evt', headers = {} }: Sent) {
  const body = JSON.stringify({ id });
  const response = await fetch(`${local.gateway}/hooks/${path}`, {
    method: 'POST',
    headers: { 'x-signature': hmacHex(secret, body), ...headers },
    body,
  });
  const reply = (await response.json()) as { readonly message: string; readonly id: string };
  const { status, headers: answered } = response;
  return { status, message: reply.message, record: reply.id, headers: answered };
}

const recordOf = async (id: string) =>
  jsonLines(await cli(['audit', 'show', id, '--json']))[0] ?? {};

const accepted = (path: string, sent: Sent, seconds = 15) =>
  eventually(
    async () => {
      const reply = await post(path, sent);
      return reply.status === 200 ? reply : undefined;
    },
    seconds,
    `${path} is accepted`,
  );

test('the first start says that nobody can send yet', () => {
  for (const id of ['shop', 'limited', 'both'])
    expect(local.output()).toContain(
      `source "${id}" has no tenants yet, so nobody can send to it: sallyport tenants create ${id} TENANT --generate`,
    );
  expect(local.output()).toMatch(/Z {2}single +done +succeeded/);
});

test('a source with tenants shows where they stand, and that each has a secret', async () => {
  const [shop] = jsonLines(await cli(['sources', 'list', '--json']));
  expect(shop).toMatchObject({
    source: 'shop',
    url: `${local.gateway}/hooks/shop/<tenant>`,
    secret: 'one per tenant',
  });
  expect(jsonLines(await cli(['secrets', 'list', '--json']))).toMatchObject([{ source: 'single' }]);
});

test('nobody is a tenant before he was created', async () => {
  const secret = 'x';
  const unknown = await post('shop/acme', { secret });
  expect(unknown).toMatchObject({ status: 404, message: 'not found' });
  expect(await recordOf(unknown.record)).toMatchObject({
    status: 'rejected',
    reason: 'tenant-unknown',
    tenant: 'acme',
  });
  for (const path of ['shop', 'shop/', 'shop/acme/', 'shop/acme/x', 'shop/Acme', 'shop/to'])
    expect(await post(path, { secret })).toMatchObject({ status: 404, message: 'not found' });
  const sent = await cli(['send', 'shop']);
  expect(sent).toMatchObject({ code: 1, stdout: '' });
  expect(sent.stderr).toBe(
    'sallyport: source "shop" has no tenants yet, so nobody can send to it: sallyport tenants create shop TENANT --generate\n',
  );
});

test('a tenant that is created is accepted within seconds, and its handler sees who it is', async () => {
  const created = await cli(['tenants', 'create', 'shop', 'acme'], 'secret-of-acme\n');
  expect(created).toMatchObject({ code: 0, stderr: '' });
  expect(created.stdout).toBe(`created tenant acme of shop: ${local.gateway}/hooks/shop/acme\n`);
  const { record } = await accepted('shop/acme', { secret: 'secret-of-acme', id: 'first' });
  const done = await eventually(
    async () => {
      const one = await recordOf(record);
      return one['status'] === 'done' ? one : undefined;
    },
    20,
    'the event is handled',
  );
  expect(done).toMatchObject({
    source: 'shop',
    tenant: 'acme',
    idempotencyKey: 'tenant:acme:id:first',
    secretVersion: 'current',
  });
  expect(effects.read()).toContainEqual(
    expect.objectContaining({ tenant: 'acme', idempotencyKey: 'tenant:acme:id:first' }),
  );
});

test('a secret that is made up is printed once, and works at once', async () => {
  const [made] = jsonLines(
    await cli(['tenants', 'create', 'shop', 'globex', '--generate', '--json']),
  );
  expect(made).toMatchObject({ source: 'shop', tenant: 'globex', missing: [] });
  const { signing = '' } = (made?.['generated'] ?? {}) as { readonly signing?: string };
  expect(signing).toMatch(/^[0-9a-f]{64}$/);
  expect(await post('shop/globex', { secret: signing, id: 'first' })).toMatchObject({
    status: 200,
  });
  const listed = await cli(['tenants', 'list', 'shop', '--json']);
  expect(listed.stdout).not.toContain(signing);
  expect(jsonLines(listed)).toMatchObject([
    { source: 'shop', tenant: 'acme', previous: false },
    { source: 'shop', tenant: 'globex', previous: false },
  ]);
  expect(jsonLines(listed)[0]?.['createdAt']).toMatch(/^\d{4}-.*Z$/);
});

test("a request that is signed with another tenant's secret is refused", async () => {
  const { status, record } = await post('shop/globex', { secret: 'secret-of-acme', id: 'stolen' });
  expect(status).toBe(403);
  expect(await recordOf(record)).toMatchObject({
    reason: 'signature-mismatch',
    tenant: 'globex',
  });
  const headers = { 'x-tenant': 'acme', tenant: 'acme' };
  expect(await post('shop/globex', { secret: 'secret-of-acme', headers })).toMatchObject({
    status: 403,
  });
});

test('samples play the sender of the tenant that is named, or of the first', async () => {
  const sent = await cli(['send', 'shop', '--tenant', 'globex', '--json']);
  const [reply] = jsonLines(sent);
  expect(reply).toMatchObject({ httpStatus: 200 });
  expect(await recordOf(String(reply?.['id']))).toMatchObject({ tenant: 'globex' });
  const [first] = jsonLines(await cli(['send', 'shop', '--json']));
  expect(await recordOf(String(first?.['id']))).toMatchObject({ tenant: 'acme' });
  const tampered = await cli(['send', 'shop', '--fault', 'tampered', '--json']);
  expect(jsonLines(tampered)).toMatchObject([{ httpStatus: 403 }]);
  const page = await openConsole(local.console);
  const tried = await page.post('/api/samples', { source: 'shop' });
  expect(JSON.parse(tried.text)).toMatchObject({ isAsExpected: true });
  const nobody = await page.post('/api/samples', { source: 'limited' });
  expect(nobody.status).toBeGreaterThanOrEqual(400);
  expect(JSON.parse(nobody.text).error).toMatch(/^source "limited" has no tenants yet/);
});

test('records can be listed by tenant, refused ones too', async () => {
  const listed = jsonLines(await cli(['audit', 'list', '--tenant', 'globex', '--json']));
  expect(listed.length).toBeGreaterThanOrEqual(4);
  expect(new Set(listed.map(({ tenant }) => tenant))).toEqual(new Set(['globex']));
  expect(new Set(listed.map(({ status }) => status))).toEqual(new Set(['done', 'rejected']));
  expect(jsonLines(await cli(['audit', 'list', '--tenant', 'nobody', '--json']))).toEqual([]);
});

test('a rotated secret is accepted at once, the one before stays valid', async () => {
  const stored = await cli(['secrets', 'set', 'shop', '--tenant', 'acme'], 'newer');
  expect(stored).toMatchObject({ code: 0, stderr: '' });
  expect(stored.stdout).toMatch(/^stored the signing secret of tenant acme of shop; the version/);
  await sleep(1100);
  const [current, previous] = [
    await post('shop/acme', { secret: 'newer', id: 'current' }),
    await post('shop/acme', { secret: 'secret-of-acme', id: 'previous' }),
  ];
  expect([current.status, previous.status]).toEqual([200, 200]);
  expect(await recordOf(current.record)).toMatchObject({ secretVersion: 'current' });
  expect(await recordOf(previous.record)).toMatchObject({ secretVersion: 'previous' });
  const [acme] = jsonLines(await cli(['tenants', 'list', 'shop', '--json']));
  expect(acme).toMatchObject({ tenant: 'acme', previous: true });
  expect(await post('shop/globex', { secret: 'newer' })).toMatchObject({ status: 403 });
});

test('a tenant that is created by code is accepted at once', async () => {
  const { endpoints, secretPrefix } = JSON.parse(readFileSync(join(data.path, 'run.json'), 'utf8'));
  const secretsManager = new SecretsManagerClient({
    region: 'us-east-1',
    endpoint: endpoints.secretsManager,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const order = { secretsManager, secretPrefix, source: 'shop', tenant: 'initech', value: 's' };
  await createTenant(order);
  expect(await post('shop/initech', { secret: 's' })).toMatchObject({ status: 200 });
  await expect(createTenant(order)).rejects.toThrow(/exists already/);
});

test('a tenant that was created without a value is asked to come again, until it has both secrets', async () => {
  const created = await cli(['tenants', 'create', 'both', 'acme', '--no-value']);
  expect(created.stdout).toContain('sallyport secrets set both --tenant acme --field token');
  const sent = { secret: 'signing', headers: { 'x-token': 'token' } };
  const waiting = await post('both/acme', sent);
  expect(waiting.status).toBe(503);
  expect(waiting.headers.get('retry-after')).toBe('60');
  expect(await recordOf(waiting.record)).toMatchObject({
    reason: 'secret-not-set',
    tenant: 'acme',
  });
  const doctor = jsonLines(await cli(['doctor', '--json']));
  expect(doctor.filter(({ check }) => check === 'tenants')).toMatchObject([
    { subject: 'shop', result: 'pass', finding: '3 tenants' },
    { subject: 'limited', result: 'warn' },
    { subject: 'both', result: 'warn', finding: expect.stringMatching(/^1 of 1 tenants have no/) },
  ]);
  for (const field of ['signing', 'token'])
    await cli(['secrets', 'set', 'both', '--tenant', 'acme', '--field', field], field);
  expect(await accepted('both/acme', sent)).toMatchObject({ status: 200 });
  const explained = await cli(['audit', 'explain', waiting.record]);
  expect(explained.stdout).toContain('no secret is stored for tenant acme of both');
});

test('a tenant that sends too fast is asked to come again; the others are not', async () => {
  for (const tenant of ['fast', 'calm'])
    await cli(['tenants', 'create', 'limited', tenant], `secret-of-${tenant}`);
  const sent = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      post('limited/fast', { secret: 'secret-of-fast', id: `e${at}` }),
    ),
  );
  const refused = sent.filter(({ status }) => status === 429);
  expect(sent.length - refused.length).toBeGreaterThanOrEqual(3);
  expect(sent.length - refused.length).toBeLessThanOrEqual(6);
  expect(refused[0]).toMatchObject({ message: 'too many requests' });
  expect(refused[0]?.headers.get('retry-after')).toBe('30');
  expect(await recordOf(String(refused[0]?.record))).toMatchObject({
    reason: 'tenant-rate',
    tenant: 'fast',
    checks: [{ check: 'signature', result: 'passed' }],
  });
  expect(await post('limited/calm', { secret: 'secret-of-calm' })).toMatchObject({ status: 200 });
  await accepted('limited/fast', { secret: 'secret-of-fast', id: 'later' });
});

test('a tenant that is deleted is refused without a restart, and can be restored', async () => {
  const hesitant = await cli(['tenants', 'delete', 'shop', 'globex']);
  expect(hesitant.code).toBe(2);
  expect(hesitant.stderr).toMatch(/^sallyport: .* add --yes if that is meant\n$/);
  await cli(['secrets', 'set', 'shop', '--tenant', 'globex'], 'secret-of-globex');
  await sleep(1100);
  const last = await accepted('shop/globex', { secret: 'secret-of-globex', id: 'last' });
  const deleted = await cli(['tenants', 'delete', 'shop', 'globex', '--yes', '--json']);
  expect(jsonLines(deleted)).toMatchObject([{ source: 'shop', tenant: 'globex', deleted: true }]);
  expect(jsonLines(await cli(['tenants', 'list', 'shop', '--json']))).toMatchObject([
    { tenant: 'acme' },
    { tenant: 'initech' },
  ]);
  // What is known is used for up to five minutes; a mismatch makes the instance look at once.
  await sleep(1100);
  expect(await post('shop/globex', { secret: 'wrong' })).toMatchObject({ status: 403 });
  const refused = await post('shop/globex', { secret: 'secret-of-globex', id: 'too-late' });
  expect(refused.status).toBe(404);
  expect(await recordOf(refused.record)).toMatchObject({ reason: 'tenant-unknown' });
  const explained = await cli(['audit', 'explain', refused.record]);
  expect(explained.stdout).toContain('there was no tenant globex of shop');
  const sent = await cli(['send', 'shop', '--tenant', 'globex']);
  expect(sent).toMatchObject({ code: 1 });
  const [gone] = jsonLines(await cli(['audit', 'verify', last.record, '--json']));
  expect(gone).toMatchObject({ signature: 'not-checkable', why: 'tenant-gone', problems: [] });
  const taken = await cli(['tenants', 'create', 'shop', 'globex', '--generate']);
  expect(taken).toMatchObject({ code: 1, stdout: '' });
  expect(taken.stderr).toMatch(/was deleted and can still be restored/);
  expect(await cli(['tenants', 'restore', 'shop', 'globex'])).toMatchObject({ code: 0 });
  await accepted('shop/globex', { secret: 'secret-of-globex', id: 'back' }, 70);
});

test('every record of every tenant is intact, and is verified under the secret of its own', async () => {
  const finished = await cli(['audit', 'verify', '--json']);
  const found = jsonLines(finished);
  expect(found.filter(({ problems }) => (problems as [])?.length > 0)).toEqual([]);
  expect(finished.code).toBe(0);
  const reasons = jsonLines(await cli(['audit', 'list', '--json'])).map(({ reason }) => reason);
  expect(reasons).toEqual(expect.arrayContaining(['tenant-rate', 'tenant-unknown']));
  const globex = jsonLines(await cli(['audit', 'list', '--tenant', 'globex', '--json']));
  const back = globex.find(({ status }) => status === 'done');
  expect(found.find(({ id }) => id === back?.['id'])).toMatchObject({ signature: 'holds' });
}, 60_000);
