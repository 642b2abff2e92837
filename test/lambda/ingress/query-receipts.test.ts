import { receive } from '../../../lambda/ingress/receive.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';
import { hmacHex, rawRequest } from '../../support/requests.ts';

/* What a request says that is not signed: its body, and its query where there is one. */

const from = '192.0.2.1';
let ingress: TestIngress;
beforeEach(() => {
  ingress = testIngress(
    {
      receipts: { allowList: [from], methods: ['GET', 'POST'] },
      shared: { token: { query: 'key' }, methods: ['GET'] },
      signed: {
        signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
      },
    },
    {
      shared: { current: { token: 'new' }, previous: { token: 'old' } },
      signed: { current: { signing: 'secret' } },
    },
  );
});

interface Receipt {
  readonly source?: string;
  readonly method?: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the requests were recorded as, one letter each: an event, or a duplicate. */
async function recordedAs(...requests: readonly Receipt[]): Promise<string> {
  let letters = '';
  for (const { source = 'receipts', method = 'GET', query = [], ...parts } of requests) {
    const before = ingress.ledger.events.size;
    const raw = { ...rawRequest({ source, method, from, ...parts }), query };
    expect((await receive(raw, ingress)).reply.status).toBe(200);
    letters += ingress.ledger.events.size > before ? 'e' : 'd';
  }
  return letters;
}

const receipt = (id: string, status: string): Receipt => ({
  query: [
    ['id', id],
    ['status', status],
  ],
});

test('two receipts that differ in their query are two events, and each comes again as itself', async () => {
  const [sent, delivered] = [receipt('7', 'SENT'), receipt('7', 'DELIVRD')];
  expect(await recordedAs(sent, delivered, sent, delivered)).toBe('eedd');
});

test('the order of the parameters makes no difference, that of equal ones does', async () => {
  const query = receipt('7', 'SENT').query ?? [];
  expect(await recordedAs({ query }, { query: query.toReversed() })).toBe('ed');
  const [one, two] = [
    [
      ['id', '1'],
      ['id', '2'],
    ],
    [
      ['id', '2'],
      ['id', '1'],
    ],
  ] as const;
  expect(await recordedAs({ query: one }, { query: two })).toBe('ee');
});

test('nothing of the query can pose as body, nor the other way round', async () => {
  const query = [['a', '1']] as const;
  const body = '[["a",["1"]]]\n';
  const posted = { method: 'POST' };
  expect(
    await recordedAs({ ...posted, query }, { ...posted, body }, { ...posted, query, body }),
  ).toBe('eee');
});

test('without a query the digest of the body is the key, as ever', async () => {
  await recordedAs({ method: 'POST', body: 'x' });
  expect([...ingress.ledger.events.keys()]).toEqual([
    'receipts#sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
  ]);
});

test('a shared secret in the query says nothing: after a rotation the receipt is still the same', async () => {
  const withKey = (key: string): Receipt => ({
    source: 'shared',
    query: [
      ['key', key],
      ['id', '7'],
    ],
  });
  expect(await recordedAs(withKey('old'), withKey('new'))).toBe('ed');
});

test('beside a signature that does not cover it the query does not count', async () => {
  const signed = (query: Receipt['query'] = []): Receipt => ({
    source: 'signed',
    method: 'POST',
    body: 'x',
    headers: { 'X-Signature': hmacHex('secret', 'x') },
    query,
  });
  expect(await recordedAs(signed(), signed([['attempt', '2']]))).toBe('ed');
});
