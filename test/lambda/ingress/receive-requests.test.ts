import { receive } from '../../../lambda/ingress/receive.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';
import { bank, bankRequest, hmacHex, rawRequest } from '../../support/requests.ts';

/* Routes, methods and sizes; secrets that are missing, rotated or out of reach; the freshness of signed timestamps. */

const reasons = (ingress: TestIngress) => ingress.ledger.rejected.map(({ reason }) => reason);

function timestamped(ingress: TestIngress, ageSeconds: number, timestamp?: string) {
  const seconds = timestamp ?? String(Math.floor(ingress.clock.nowMs() / 1000) - ageSeconds);
  const body = '{"id":"evt_1"}';
  const signature = `t=${seconds},v1=${hmacHex('whsec_test', `${seconds}.${body}`)}`;
  return rawRequest({ source: 'stripe', body, headers: { 'Stripe-Signature': signature } });
}

const stripeIngress = () =>
  testIngress(
    { stripe: { provider: 'stripe' } },
    { stripe: { current: { signing: 'whsec_test' } } },
  );

test.each([0, 299, 300, -300])('accepts a delivery when its timestamp is %d s old', async (age) => {
  const ingress = stripeIngress();
  expect((await receive(timestamped(ingress, age), ingress)).reply.status).toBe(200);
});

test.each([
  [301, 'stale'],
  [86_400, 'stale'],
  [-301, 'from-the-future'],
])('rejects a delivery when its timestamp is %d s old', async (age, reason) => {
  const ingress = stripeIngress();
  expect((await receive(timestamped(ingress, age), ingress)).reply.status).toBe(403);
  expect(reasons(ingress)).toEqual([reason]);
  expect(ingress.ledger.rejected[0]?.checks.at(-1)).toEqual({
    check: 'freshness',
    result: 'failed',
  });
});

test.each(['123abc', '-5', '1e9', '0x10', '9'.repeat(16)])(
  'rejects a delivery when its signed timestamp is "%s"',
  async (timestamp) => {
    const ingress = stripeIngress();
    await receive(timestamped(ingress, 0, timestamp), ingress);
    expect(reasons(ingress)).toEqual(['timestamp-malformed']);
  },
);

test('rejects a fresh timestamp that the signature does not cover', async () => {
  const ingress = stripeIngress();
  const stale = timestamped(ingress, 4000);
  const now = Math.floor(ingress.clock.nowMs() / 1000);
  const header = stale.headers[0]?.[1].replace(/t=\d+/, `t=${now}`) ?? '';
  await receive({ ...stale, headers: [['Stripe-Signature', header]] }, ingress);
  expect(reasons(ingress)).toEqual(['signature-mismatch']);
});

test('answers 404 without a record when the source is not configured', async () => {
  const ingress = testIngress({ bank: bank.config }, { bank: bank.secrets });
  const { reply } = await receive({ ...bankRequest(), routeSourceId: 'nobody' }, ingress);
  expect(reply.status).toBe(404);
  expect(JSON.parse(reply.body).message).toBe('not found');
  expect(ingress.ledger.rejected).toEqual([]);
});

test('answers 405 and names the methods when the method is not one of the source', async () => {
  const ingress = testIngress({ bank: bank.config }, { bank: bank.secrets });
  const { reply } = await receive({ ...bankRequest(), method: 'GET' }, ingress);
  expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  expect(reasons(ingress)).toEqual(['method-not-allowed']);
});

test('answers 413 when the body is one byte over the limit of the source', async () => {
  const ingress = testIngress(
    { bank: { ...bank.config, maxBodyBytes: 10 } },
    { bank: bank.secrets },
  );
  expect((await receive(bankRequest({ body: 'x'.repeat(10) }), ingress)).reply.status).toBe(200);
  expect((await receive(bankRequest({ body: 'x'.repeat(11) }), ingress)).reply.status).toBe(413);
  expect(reasons(ingress)).toEqual(['too-large']);
});

test('fails closed with 503 and Retry-After when no secret is set', async () => {
  const ingress = testIngress({ bank: bank.config });
  const { reply } = await receive(bankRequest(), ingress);
  expect(reply.status).toBe(503);
  expect(reply.headers['retry-after']).toBe('60');
  expect(reasons(ingress)).toEqual(['secret-not-set']);
});

test('answers 503 and puts it on record when the secrets cannot be read', async () => {
  const ingress = testIngress({ bank: bank.config }, { bank: bank.secrets });
  ingress.down.add('secrets');
  expect((await receive(bankRequest(), ingress)).reply.status).toBe(503);
  expect(reasons(ingress)).toEqual(['dependency-down']);
});

test('accepts the previous secret and says so on record', async () => {
  const secrets = { current: { signing: 'new', token: 'new' }, previous: bank.secrets.current };
  const ingress = testIngress({ bank: bank.config }, { bank: secrets });
  expect((await receive(bankRequest(), ingress)).reply.status).toBe(200);
  expect([...ingress.ledger.events.values()][0]?.delivery.secretVersion).toBe('previous');
});

test('accepts a secret that was rotated in a moment ago', async () => {
  const secrets = { current: { signing: 'old', token: 'old' }, afterReload: bank.secrets.current };
  const ingress = testIngress({ bank: bank.config }, { bank: secrets });
  expect((await receive(bankRequest(), ingress)).reply.status).toBe(200);
  expect(ingress.reloads).toBe(1);
});

test('asks for newer secrets only after a mismatch that a rotation would explain', async () => {
  const ingress = testIngress({ bank: bank.config }, { bank: bank.secrets });
  await receive(bankRequest({ from: '192.0.2.1' }), ingress);
  await receive(bankRequest({ headers: { 'X-Secret': undefined } }), ingress);
  await receive(bankRequest({ headers: { 'X-Signature': 'zz' } }), ingress);
  expect(ingress.reloads).toBe(0);
  await receive(bankRequest({ headers: { 'X-Secret': 'wrong' } }), ingress);
  expect(ingress.reloads).toBe(1);
});

test('needs no secret when the address is the only check', async () => {
  const ingress = testIngress({ mpesa: { allowList: ['196.201.214.0/24', '2001:db8::/32'] } });
  const request = (from: string) => rawRequest({ source: 'mpesa', body: '{}', from });
  expect((await receive(request('196.201.214.200'), ingress)).reply.status).toBe(200);
  expect((await receive(request('2001:db8:1::5'), ingress)).reply.status).toBe(200);
  expect((await receive(request('196.201.215.1'), ingress)).reply.status).toBe(403);
  expect([...ingress.ledger.events.values()][0]?.delivery.strength).toBe('address');
});
