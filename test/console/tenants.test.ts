import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendEvent } from '../../cli/console/answer.ts';
import { consoleApi } from '../../cli/console/api.ts';
import type {
  ReceiverView,
  RecordPage,
  RecordRow,
  SampleReply,
  SourceView,
} from '../../cli/console/page/api.ts';
import { receiverView } from '../../cli/console/receiver-view.ts';
import type { Target } from '../../cli/target.ts';
import { createTenantOn } from '../../cli/tenant-secrets.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { Emulator } from '../../local/emulators/emulator.ts';
import { startSecretsManager } from '../../local/emulators/secrets-manager.ts';
import { awsStandIn } from '../support/aws-stand-in.ts';
import { clientsAt, nowhere, targetAt } from '../support/doctor.ts';
import { type FilledTable, filledTable } from '../support/filled-table.ts';
import { eventually } from '../support/local-run.ts';
import { manyItems } from '../support/many-records.ts';
import { shopConfig } from '../support/tenant-requests.ts';

/* Tenants in what the console answers: how many there are, whose a delivery is, and a test webhook of one. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-console-'));
const owners = ['acme', 'globex'];
const stored = [...manyItems({ count: 60, sources: ['shop'], startMs: Date.now() - 60, stepMs: 1 })]
  // Keys of tenants' events begin with the tenant.
  .map((item, at) => {
    const tenant = owners[at % 2];
    const pk = String(item['pk']).replace('#id:', `#tenant:${tenant}:id:`);
    return { ...item, tenant, pk };
  });

let table: FilledTable;
let secrets: Emulator;
let gateway: Server;
let target: Target;
const posted: string[] = [];

beforeAll(async () => {
  table = await filledTable(['shop'], stored);
  secrets = await startSecretsManager(join(folder, 'secrets.json'));
  gateway = createServer((request, response) => {
    posted.push(String(request.url));
    response.setHeader('x-sallyport-id', 'the-id');
    response.end('{"message":"accepted"}');
  });
  await new Promise<void>((resume) => gateway.listen(0, '127.0.0.1', resume));
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  target = targetAt(
    url,
    { shop: shopConfig, empty: shopConfig, many: shopConfig, plain: { provider: 'stripe' } },
    { dynamoDb: table.client, secretsManager: clientsAt(secrets.url).secretsManager },
  );
  await createTenantOn(target, { ...source('shop'), tenant: 'globex' }, { signing: 'g' });
  await createTenantOn(target, { ...source('shop'), tenant: 'acme' }, { signing: 'a' });
  await createTenantOn(target, { ...source('shop'), tenant: 'waiting' }, {});
  for (let number = 0; number <= 100; number += 1)
    await createTenantOn(target, { ...source('many'), tenant: `t${number}` }, { signing: 's' });
});
afterAll(async () => {
  table.stop();
  await secrets.stop();
  gateway.closeAllConnections();
  gateway.close();
  rmSync(folder, { recursive: true });
});

function source(id: string): Source {
  const found = target.sources.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no source ${id}`);
  return found;
}
const api = () => consoleApi(target, { mayWrite: true });
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { pathname, searchParams: query } = new URL(path, 'http://console');
  const found = await api()({ method, path: pathname, query, body });
  if (found.kind !== 'json') throw new Error(`${path} is answered by a ${found.kind}`);
  return found.value as T;
}
async function viewOf(id: string): Promise<SourceView | undefined> {
  const { sources } = await ask<ReceiverView>('GET', '/receiver');
  return sources.find((one) => one.id === id);
}

test('a source with tenants names those that can send, and counts those that cannot yet', async () => {
  expect(await viewOf('shop')).toMatchObject({
    url: expect.stringMatching(/\/hooks\/shop\/<tenant>$/),
    secret: { state: 'set' },
    tenants: { names: ['acme', 'globex'], withoutSecret: 1, hasMore: false },
  });
  expect(await viewOf('empty')).toMatchObject({
    secret: { state: 'not-set' },
    tenants: { names: [], withoutSecret: 0, hasMore: false },
  });
  expect(await viewOf('plain')).not.toHaveProperty('tenants');
});

test('no more than a hundred tenants are named', async () => {
  const { tenants } = (await viewOf('many')) ?? {};
  expect(tenants).toMatchObject({ withoutSecret: 0, hasMore: true });
  expect(tenants?.names).toHaveLength(100);
});

test('a list without end is not read to its end', async () => {
  const aws = await awsStandIn();
  const pages: unknown[] = [];
  aws.answers.set('ListSecrets', ({ Filters }) => {
    pages.push(Filters);
    const SecretList = Array.from({ length: 100 }, (_, at) => ({
      Name: `sallyport/test/shop/t${pages.length}-${at}`,
    }));
    return { SecretList, ...(pages.length < 20 && { NextToken: 'more' }) };
  });
  const { secretsManager } = clientsAt(aws.url);
  const shop = { ...target, secretsManager, sources: [source('shop')] };
  const view = await receiverView(shop, table.reader, { mayWrite: false });
  // Before anything is expected: a server that stays keeps the run from ending.
  aws.stop();
  secretsManager.destroy();
  expect(view.sources).toMatchObject([{ tenants: { withoutSecret: 100, hasMore: true } }]);
  expect(pages).toHaveLength(2);
});

test('tenants that may not be read are unreadable, not none', async () => {
  const { secretsManager } = clientsAt(nowhere);
  const blind = { ...target, secretsManager };
  const { sources } = await receiverView(blind, table.reader, { mayWrite: false });
  expect(sources[0]).toMatchObject({
    secret: { state: 'unreadable' },
    tenants: { names: [], hasMore: false },
  });
});

test('the list is narrowed to a tenant, and each line names its own', async () => {
  const { records } = await ask<RecordPage>('GET', '/records?tenant=acme&limit=200');
  expect(records).toHaveLength(30);
  for (const { tenant } of records) expect(tenant).toBe('acme');
  expect((await ask<RecordPage>('GET', '/records?tenant=acm')).records).toEqual([]);
});

test('a live list of a tenant hears of no other', async () => {
  const found = await api()({
    method: 'GET',
    path: '/live',
    query: new URLSearchParams({ tenant: 'globex' }),
  });
  if (found.kind !== 'events') throw new Error('no stream');
  const rows: RecordRow[] = [];
  const send: SendEvent = (name, value) => {
    if (name === 'records') rows.push(...(value as RecordRow[]));
  };
  const stream = found.start(send);
  await eventually(async () => rows.length >= 30 || undefined, 15, 'the rows');
  stream.stop();
  expect(new Set(rows.map(({ tenant }) => tenant))).toEqual(new Set(['globex']));
});

test.each([
  ['the first that has a secret', undefined, '/hooks/shop/acme'],
  ['the one that was named', 'globex', '/hooks/shop/globex'],
])('a test webhook comes from %s', async (_what, tenant, path) => {
  posted.length = 0;
  const reply = await ask<SampleReply>('POST', '/samples', {
    source: 'shop',
    ...(tenant && { tenant }),
  });
  expect(reply).toMatchObject({ isAsExpected: true, replies: [{ httpStatus: 200 }] });
  expect(posted).toEqual([path]);
});

test.each([
  ['shop', 'waiting', /does not exist, or has no secret yet/],
  ['shop', 'Nobody!', /is no name of a tenant/],
  ['shop', '../x', /is no name of a tenant/],
  ['empty', undefined, /has no tenants yet/],
  ['plain', 'acme', /has no tenants: leave/],
])('a test webhook of %s, tenant %j, is refused', async (id, tenant, text) => {
  posted.length = 0;
  await expect(ask('POST', '/samples', { source: id, ...(tenant && { tenant }) })).rejects.toThrow(
    text,
  );
  expect(posted).toEqual([]);
});
