import { receive } from '../../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';
import { bank, bankRequest, hmacHex } from '../../support/requests.ts';

/* The base scenario: allow list, shared secret and signature, all three of which must pass. */

let ingress: TestIngress;

beforeEach(() => {
  ingress = testIngress({ bank: bank.config }, { bank: bank.secrets });
});

async function expectRejection(request: RawRequest, reason: string): Promise<void> {
  const { reply } = await receive(request, ingress);
  expect(ingress.ledger.rejected.map((rejected) => rejected.reason)).toEqual([reason]);
  expect(reply.status).toBe(403);
  expect(JSON.parse(reply.body)).toEqual({
    message: 'forbidden',
    id: reply.headers['x-sallyport-id'],
  });
  expect(ingress.ledger.queued).toEqual([]);
  expect(ingress.ledger.events.size).toBe(0);
}

test('accepts, records and enqueues a delivery when all three checks pass', async () => {
  const { reply } = await receive(bankRequest(), ingress);
  expect(reply.status).toBe(200);
  const [event] = [...ingress.ledger.events.values()];
  expect(event?.delivery.checks).toEqual([
    { check: 'source-ip', result: 'passed' },
    { check: 'token', result: 'passed' },
    { check: 'signature', result: 'passed' },
  ]);
  expect(event?.delivery.strength).toBe('signed');
  expect(event?.delivery.eventId).toBe('evt-1');
  expect(ingress.ledger.queued).toEqual([
    {
      key: { sourceId: 'bank', idempotencyKey: event?.delivery.idempotencyKey },
      strength: 'signed',
    },
  ]);
});

test.each(['203.0.113.45', '198.51.100.23', '::ffff:203.0.113.45'])(
  'admits a delivery when it comes from %s',
  async (from) => {
    expect((await receive(bankRequest({ from }), ingress)).reply.status).toBe(200);
  },
);

test.each(['203.0.113.46', '::1', '127.0.0.1', '', 'not-an-address', '203.0.113.45, 10.0.0.1'])(
  'rejects a delivery when it comes from "%s"',
  (from) => expectRejection(bankRequest({ from }), 'ip-not-allowed'),
);

test('ignores what a forwarding header claims about the source address', () =>
  expectRejection(
    bankRequest({ from: '192.0.2.9', headers: { 'X-Forwarded-For': '203.0.113.45' } }),
    'ip-not-allowed',
  ));

test('rejects a delivery when the shared secret is missing', () =>
  expectRejection(bankRequest({ headers: { 'X-Secret': undefined } }), 'token-missing'));

test('rejects a delivery when the shared secret is empty', () =>
  expectRejection(bankRequest({ headers: { 'X-Secret': '' } }), 'token-missing'));

test.each(['wrong', 'bank-shared-token2', 'bank-shared-toke', 'BANK-SHARED-TOKEN'])(
  'rejects a delivery when the shared secret is "%s"',
  (token) => expectRejection(bankRequest({ headers: { 'X-Secret': token } }), 'token-mismatch'),
);

test('rejects a delivery when the shared secret comes twice', () => {
  const request = bankRequest();
  const doubled = {
    ...request,
    headers: [...request.headers, ['x-secret', 'bank-shared-token']] as const,
  };
  return expectRejection(doubled, 'token-duplicated');
});

test('rejects a delivery when the signature is missing', () =>
  expectRejection(bankRequest({ headers: { 'X-Signature': undefined } }), 'signature-missing'));

test('rejects a delivery when the signature is not hex', () =>
  expectRejection(bankRequest({ headers: { 'X-Signature': 'zz' } }), 'signature-malformed'));

test('rejects a delivery when the signature is made with another key', () =>
  expectRejection(
    bankRequest({
      headers: { 'X-Signature': hmacHex('another', '{"transfer":"T1","amount":100}') },
    }),
    'signature-mismatch',
  ));

test('rejects a delivery when the signature is made with the empty key', () =>
  expectRejection(
    bankRequest({ headers: { 'X-Signature': hmacHex('', '{"transfer":"T1","amount":100}') } }),
    'signature-mismatch',
  ));

test('rejects a delivery when one byte of the body is altered', () =>
  expectRejection(
    bankRequest({
      body: '{"transfer":"T1","amount":900}',
      signedBody: '{"transfer":"T1","amount":100}',
    }),
    'signature-mismatch',
  ));

test('rejects a delivery when its body is the same JSON in other bytes', () =>
  expectRejection(
    bankRequest({
      body: '{"amount":100, "transfer":"T1"}',
      signedBody: '{"amount":100,"transfer":"T1"}',
    }),
    'signature-mismatch',
  ));

test.each([
  ['empty', new Uint8Array()],
  ['not UTF-8', Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28)],
  ['1 MB', new Uint8Array(1024 * 1024).fill(0xa5)],
])('accepts a delivery when its signed body is %s', async (_name, body) => {
  const { reply } = await receive(bankRequest({ body }), ingress);
  expect(reply.status).toBe(200);
  const [event] = [...ingress.ledger.events.values()];
  expect(Buffer.from(event?.delivery.request.body ?? 'none').equals(body)).toBe(true);
});

test('answers every failed check with the same bytes apart from the id', async () => {
  const bad = [
    bankRequest({ from: '192.0.2.1' }),
    bankRequest({ headers: { 'X-Secret': 'wrong' } }),
    bankRequest({ headers: { 'X-Secret': undefined } }),
    bankRequest({ headers: { 'X-Signature': undefined } }),
    bankRequest({ headers: { 'X-Signature': 'zz' } }),
    bankRequest({ body: 'x', signedBody: 'y' }),
  ];
  const replies = [];
  for (const request of bad) {
    const { reply } = await receive(request, ingress);
    replies.push(JSON.stringify(reply).replaceAll(String(reply.headers['x-sallyport-id']), 'ID'));
  }
  expect(new Set(replies).size).toBe(1);
});
