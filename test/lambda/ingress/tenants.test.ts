import { createHmac } from 'node:crypto';
import { receive } from '../../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import { type TestIngress, type TestSecrets, testIngress } from '../../support/ingress-fakes.ts';
import { rawRequest } from '../../support/requests.ts';
import { shopConfig, shopSecrets, tenantRequest } from '../../support/tenant-requests.ts';

/* A source whose tenants have an address and a secret each. */

const shop = (
  changes: object = {},
  secrets: Record<string, TestSecrets> = { ...shopSecrets },
): TestIngress => testIngress({ shop: { ...shopConfig, ...changes } }, secrets);

async function verdictOf(request: RawRequest, ingress: TestIngress): Promise<string> {
  const before = ingress.ledger.rejected.length;
  const { reply } = await receive(request, ingress);
  return `${reply.status} ${ingress.ledger.rejected[before]?.reason ?? ''}`.trim();
}

const keysOf = ({ ledger }: TestIngress): readonly string[] => [...ledger.events.keys()];

test("accepts a tenant's request, with the tenant in its record and in its key", async () => {
  const ingress = shop();
  expect(await verdictOf(tenantRequest(), ingress)).toBe('200');
  const [[key, event] = []] = [...ingress.ledger.events];
  expect(key).toBe('shop#tenant:acme:id:evt-1');
  expect(event?.delivery).toMatchObject({
    eventId: 'evt-1',
    strength: 'signed',
    request: { tenant: 'acme' },
  });
  expect(ingress.ledger.queued).toMatchObject([
    { key: { sourceId: 'shop', idempotencyKey: 'tenant:acme:id:evt-1' } },
  ]);
});

test('takes the equal event ids of two tenants for two events', async () => {
  const ingress = shop();
  expect(await verdictOf(tenantRequest(), ingress)).toBe('200');
  expect(await verdictOf(tenantRequest({ tenant: 'globex' }), ingress)).toBe('200');
  expect(keysOf(ingress)).toEqual(['shop#tenant:acme:id:evt-1', 'shop#tenant:globex:id:evt-1']);
  expect(ingress.ledger.again).toEqual([]);
  await receive(tenantRequest(), ingress);
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
});

test('takes what is signed alike for the same event of one tenant, and for another of the next', async () => {
  const ingress = testIngress(
    { shop: { provider: 'payjustnow', tenants: true } },
    { ...shopSecrets },
  );
  // The signature is over the JSON without its white space.
  const signed = (tenant: string, body: string) => {
    const hmac = createHmac('sha256', `secret-of-${tenant}`).update(body.replaceAll(' ', ''));
    const headers = { 'x-signature': hmac.digest('base64') };
    return { ...rawRequest({ source: 'shop', body, headers }), tenant };
  };
  expect(await verdictOf(signed('acme', '{"id":"1"}'), ingress)).toBe('200');
  expect(await verdictOf(signed('acme', '{ "id": "1" }'), ingress)).toBe('200');
  expect(await verdictOf(signed('globex', '{"id":"1"}'), ingress)).toBe('200');
  expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
  expect(keysOf(ingress)).toEqual([
    expect.stringMatching(/^shop#tenant:acme:sha256:[0-9a-f]{64}$/),
    expect.stringMatching(/^shop#tenant:globex:sha256:[0-9a-f]{64}$/),
  ]);
});

test.each([
  ["another tenant's", 'secret-of-globex'],
  ["the source's", 'secret-of-the-source'],
])('refuses a request that is signed with %s secret', async (_whose, secret) => {
  const ingress = shop({}, { ...shopSecrets, shop: { current: { signing: secret } } });
  expect(await verdictOf(tenantRequest({ secret }), ingress)).toBe('403 signature-mismatch');
  expect(ingress.ledger.rejected[0]?.request.tenant).toBe('acme');
});

test('asks nothing but the path who the tenant is', async () => {
  const ingress = shop();
  const hints = {
    body: '{"id":"evt-1","tenant":"acme"}',
    headers: { tenant: 'acme', 'X-Tenant': 'acme', 'X-Forwarded-Path': '/hooks/shop/acme' },
  };
  const elsewhere = { ...tenantRequest({ ...hints, tenant: undefined, secret: 'secret-of-acme' }) };
  const query: RawRequest['query'] = [['tenant', 'acme']];
  const unnamed = { ...elsewhere, query, pathToken: 'acme' };
  expect(await verdictOf(unnamed, ingress)).toBe('404 tenant-unknown');
  const ofGlobex = { ...tenantRequest({ ...hints, tenant: 'globex' }), query };
  expect(await verdictOf(ofGlobex, ingress)).toBe('200');
  expect(keysOf(ingress)).toEqual(['shop#tenant:globex:id:evt-1']);
});

test('a source without tenants has none, whatever its path says', async () => {
  const ingress = shop({ tenants: undefined }, { shop: { current: { signing: 's' } } });
  expect(await verdictOf(tenantRequest({ secret: 's' }), ingress)).toBe('200');
  expect(keysOf(ingress)).toEqual(['shop#id:evt-1']);
});

describe('an unknown tenant', () => {
  test('is answered like an unknown source, and on record', async () => {
    const ingress = shop();
    const { reply } = await receive(tenantRequest({ tenant: 'nobody' }), ingress);
    const { reply: other } = await receive(tenantRequest({ source: 'none' }), ingress);
    expect(reply).toMatchObject({ status: 404 });
    expect(JSON.parse(reply.body).message).toBe(JSON.parse(other.body).message);
    expect(Object.keys(reply.headers)).toEqual(Object.keys(other.headers));
    expect(ingress.ledger.rejected).toMatchObject([
      { reason: 'tenant-unknown', request: { tenant: 'nobody' }, checks: [] },
    ]);
  });

  test.each([
    '',
    'Acme',
    'acme ',
    ' acme',
    'acme\n',
    '-acme',
    'acme-',
    'a_b',
    'a.b',
    'a/b',
    '..',
    'acme%2F',
    'to',
    'to/erp',
    'é',
    'a'.repeat(65),
  ])('is %j, without a look-up', async (tenant) => {
    const ingress = shop({}, { ...shopSecrets, [`shop/${tenant}`]: { current: { signing: 's' } } });
    ingress.down.add('secrets');
    expect(await verdictOf(tenantRequest({ tenant, secret: 's' }), ingress)).toBe(
      '404 tenant-unknown',
    );
  });

  test.each(['a', '7', 'too', 'a'.repeat(64), 'acme-2', 'a--b'])('is not %j', async (tenant) => {
    const ingress = shop({}, { [`shop/${tenant}`]: { current: { signing: 's' } } });
    expect(await verdictOf(tenantRequest({ tenant, secret: 's' }), ingress)).toBe('200');
  });

  test('stays unknown to whoever comes from a wrong address', async () => {
    const ingress = shop({ allowList: ['203.0.113.45'] });
    ingress.down.add('secrets');
    expect(await verdictOf(tenantRequest({ tenant: 'nobody' }), ingress)).toBe(
      '403 ip-not-allowed',
    );
    expect(ingress.ledger.rejected[0]?.request.tenant).toBe('nobody');
  });
});

test('answers 503 while a tenant that was created has no secret yet', async () => {
  const ingress = shop({}, { 'shop/acme': {} });
  const { reply } = await receive(tenantRequest(), ingress);
  expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
  expect(ingress.ledger.rejected).toMatchObject([{ reason: 'secret-not-set' }]);
});

test('answers 503 while Secrets Manager does not answer', async () => {
  const ingress = shop();
  ingress.down.add('secrets');
  expect(await verdictOf(tenantRequest(), ingress)).toBe('503 dependency-down');
});

test("accepts a tenant's previous secret, and reads the newest of this tenant after a mismatch", async () => {
  const rotated = {
    'shop/acme': {
      current: { signing: 'new' },
      previous: { signing: 'old' },
      afterReload: { signing: 'newest' },
    },
    'shop/globex': { current: { signing: 'other' } },
  };
  const ingress = shop({}, rotated);
  const signed = (secret: string, id: string) =>
    tenantRequest({ secret, body: JSON.stringify({ id }) });
  expect(await verdictOf(signed('old', '1'), ingress)).toBe('200');
  expect([...ingress.ledger.events.values()][0]?.delivery.secretVersion).toBe('previous');
  expect(await verdictOf(signed('newest', '2'), ingress)).toBe('200');
  const globex = { tenant: 'globex', secret: 'newest' };
  expect(await verdictOf(tenantRequest(globex), ingress)).toBe('403 signature-mismatch');
});

test('judges a shared secret by the tenant', async () => {
  const secrets = {
    'shop/acme': { current: { token: 'token-of-acme' } },
    'shop/globex': { current: { token: 'token-of-globex' } },
  };
  const config = { tenants: true, token: { header: 'X-Secret' } };
  const ingress = testIngress({ shop: config }, secrets);
  const shown = (token: string) => tenantRequest({ headers: { 'X-Secret': token } });
  expect(await verdictOf(shown('token-of-acme'), ingress)).toBe('200');
  expect(await verdictOf(shown('token-of-globex'), ingress)).toBe('403 token-mismatch');
});

test("signs the tenant's address where the scheme covers it", async () => {
  const publicUrl = 'https://hooks.example.com/hooks/shop';
  const ingress = testIngress(
    { shop: { provider: 'square', tenants: true, publicUrl } },
    {
      ...shopSecrets,
    },
  );
  const body = '{"event_id":"e1"}';
  const signedFor = (url: string) => {
    const hmac = createHmac('sha256', 'secret-of-acme').update(url + body);
    const headers = { 'x-square-hmacsha256-signature': hmac.digest('base64') };
    return { ...rawRequest({ source: 'shop', body, headers }), tenant: 'acme' };
  };
  expect(await verdictOf(signedFor(`${publicUrl}/acme`), ingress)).toBe('200');
  for (const wrong of [publicUrl, `${publicUrl}/globex`])
    expect(await verdictOf(signedFor(wrong), ingress)).toBe('403 signature-mismatch');
});

test("keeps two tenants' equal order keys apart", async () => {
  const ingress = shop({ ordered: { byKey: { json: 'account' } } });
  const body = '{"id":"e","account":"1"}';
  for (const tenant of ['acme', 'globex']) await receive(tenantRequest({ tenant, body }), ingress);
  const groups = ingress.ledger.queued.map(({ orderGroup }) => orderGroup);
  expect(new Set(groups).size).toBe(2);
});

describe('handshakes', () => {
  const nylas = () =>
    testIngress({ shop: { provider: 'nylas', tenants: true } }, { ...shopSecrets });
  const challenge = (tenant: string): RawRequest => ({
    ...rawRequest({ source: 'shop', method: 'GET' }),
    query: [['challenge', 'abc123']],
    tenant,
  });

  test('are answered for a tenant, and for nobody else', async () => {
    const ingress = nylas();
    const { reply } = await receive(challenge('acme'), ingress);
    expect(reply).toMatchObject({ status: 200, body: 'abc123' });
    for (const tenant of ['nobody', 'to'])
      expect(await verdictOf(challenge(tenant), ingress)).toBe('404 tenant-unknown');
    expect(ingress.ledger.handshakes).toHaveLength(1);
  });

  test('hand a secret over to the tenant that waits for one, and to nobody else', async () => {
    const secrets: Record<string, TestSecrets> = { ...shopSecrets, 'shop/initech': {} };
    const ingress = testIngress({ shop: { provider: 'asana', tenants: true } }, secrets);
    const handOver = (tenant: string) => ({
      ...rawRequest({ source: 'shop', headers: { 'X-Hook-Secret': 'handed' } }),
      tenant,
    });
    expect(await verdictOf(handOver('initech'), ingress)).toBe('200');
    expect(secrets['shop/initech']).toEqual({ current: { signing: 'handed' } });
    expect(await verdictOf(handOver('acme'), ingress)).toBe('403 signature-missing');
    expect(secrets['shop/acme']).toEqual(shopSecrets['shop/acme']);
    expect(await verdictOf(handOver('nobody'), ingress)).toBe('404 tenant-unknown');
    expect(secrets['shop/nobody']).toBeUndefined();
  });
});
