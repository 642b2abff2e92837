import { createHmac } from 'node:crypto';
import { receive } from '../../../lambda/ingress/receive.ts';
import { type AnswerParts, answer, mintInto } from '../../support/callbacks.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';
import { bank, hmacHex } from '../../support/requests.ts';

/* A callback's token is one check more: whatever else the source demands must hold as well. */

const body = '{"transfer":"T1"}';
const { signing, token: shared } = bank.secrets.current;
let ingress: TestIngress;
beforeEach(() => {
  ingress = testIngress({ bank: { ...bank.config, callbacks: true } }, { bank: bank.secrets });
});

const proof = { 'X-Secret': shared, 'X-Signature': hmacHex(signing, body) };
const right = { source: 'bank', body, headers: proof, from: '203.0.113.45' };

async function outcomeOf(parts: AnswerParts) {
  const { reply } = await receive(answer(parts), ingress);
  return [reply.status, ingress.ledger.rejected.at(-1)?.reason];
}

test('accepts the answer when all checks pass, in their order', async () => {
  const { token } = mintInto(ingress, 'bank');
  expect(await outcomeOf({ ...right, token })).toEqual([200, undefined]);
  const [event] = [...ingress.ledger.events.values()];
  expect(event?.delivery.strength).toBe('signed');
  expect(event?.delivery.checks.map(({ check }) => check)).toEqual([
    'source-ip',
    'callback',
    'token',
    'signature',
  ]);
});

test.each<[string, Partial<AnswerParts>]>([
  ['ip-not-allowed', { from: '192.0.2.9' }],
  ['token-missing', { headers: { 'X-Signature': proof['X-Signature'] } }],
  ['token-mismatch', { headers: { ...proof, 'X-Secret': 'wrong' } }],
  ['signature-missing', { headers: { 'X-Secret': shared } }],
  ['signature-mismatch', { headers: { ...proof, 'X-Signature': hmacHex('wrong', body) } }],
  ['signature-mismatch', { body: '{"transfer":"T2"}' }],
])('refuses the answer with %s, and the callback waits on', async (reason, parts) => {
  const { token } = mintInto(ingress, 'bank');
  expect(await outcomeOf({ ...right, ...parts, token })).toEqual([403, reason]);
  expect(ingress.ledger.events.size).toBe(0);
  expect(await outcomeOf({ ...right, token })).toEqual([200, reason]);
});

test('an address outside the list learns nothing of tokens', async () => {
  const { token } = mintInto(ingress, 'bank');
  for (const tried of [token, 'A'.repeat(32)])
    expect(await outcomeOf({ ...right, token: tried, from: '192.0.2.9' })).toEqual([
      403,
      'ip-not-allowed',
    ]);
});

test.each(['GET', 'PUT'])('the method %s is refused whatever the token', async (method) => {
  const { token } = mintInto(ingress, 'bank');
  for (const tried of [token, 'A'.repeat(32)])
    expect(await outcomeOf({ ...right, method, token: tried })).toEqual([
      405,
      'method-not-allowed',
    ]);
});

test('without its secret the source answers 503 to a token that waits, so that the sender comes again', async () => {
  ingress = testIngress({ bank: { ...bank.config, callbacks: true } });
  const { token } = mintInto(ingress, 'bank');
  expect(await outcomeOf({ ...right, token })).toEqual([503, 'secret-not-set']);
});

test('a signature over the address holds over the address with the token in it', async () => {
  const publicUrl = 'https://hooks.example.com/callbacks/url';
  const key = 'url-secret';
  ingress = testIngress(
    {
      url: {
        callbacks: true,
        publicUrl,
        signature: {
          kind: 'hmac',
          algorithm: 'sha256',
          header: 'X-Signature',
          encoding: 'hex',
          signed: '{url}{body}',
        },
        vectors: [
          {
            secret: key,
            url: 'https://x.example/a',
            headers: {
              'X-Signature': createHmac('sha256', key)
                .update('https://x.example/abody')
                .digest('hex'),
            },
            body: 'body',
          },
        ],
      },
    },
    { url: { current: { signing: key } } },
  );
  const { token } = mintInto(ingress, 'url');
  const signed = (address: string) => ({ 'X-Signature': hmacHex(key, `${address}${body}`) });
  const sent = { source: 'url', body, token };
  expect(await outcomeOf({ ...sent, headers: signed(publicUrl) })).toEqual([
    403,
    'signature-mismatch',
  ]);
  expect(await outcomeOf({ ...sent, headers: signed(`${publicUrl}/${token}`) })).toEqual([
    200,
    'signature-mismatch',
  ]);
});
