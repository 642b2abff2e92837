import { createHmac } from 'node:crypto';
import { type Circumstances, explainRejection } from '../../cli/explain-rejection.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';

/* Each mishap as it happens, and the sentence that names it. */

const secret = 'c2VjcmV0LW9mLXRoZS1iYW5r';
const body = '{"id":"1","amount":10.5}';
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest('hex');

function circumstances(config: object, stored = secret, received = body): Circumstances {
  const [source] = readConfig({ sources: { bank: config } }, presets);
  if (source === undefined) throw new Error('no source');
  return {
    source,
    secrets: [{ label: 'current', fields: { signing: stored } }],
    otherSecrets: new Map([['shop', { signing: 'secret-of-the-shop' }]]),
    body: Buffer.from(received),
  };
}

const record = (more: Partial<AuditRecord>): AuditRecord => ({
  id: 'id',
  source: 'bank',
  provider: 'generic',
  status: 'rejected',
  reason: 'signature-mismatch',
  receivedAt: '2026-11-23T10:00:00.000Z',
  sourceIp: '192.0.2.1',
  method: 'POST',
  bodyBytes: 1,
  bodySha256: '00',
  attempts: 0,
  deliveries: 0,
  checks: [],
  headers: {},
  query: {},
  ...more,
});

const plain = {
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
};
const signed = (signature: string) => record({ headers: { 'x-signature': signature } });

test.each<[string, AuditRecord, Circumstances, RegExp]>([
  [
    'a secret set later',
    signed(hmac(secret, body)),
    circumstances(plain),
    /holds under the current secret/,
  ],
  [
    'a re-serialised body',
    signed(hmac(secret, '{"id": "1", "amount": 10.5}')),
    circumstances(plain),
    /serialised anew/,
  ],
  [
    'a pretty-printed body',
    signed(hmac(secret, JSON.stringify(JSON.parse(body), undefined, 2))),
    circumstances(plain),
    /serialised anew/,
  ],
  [
    'a line break added to the body',
    signed(hmac(secret, body)),
    circumstances(plain, secret, `${body}\n`),
    /line break was added to the body/,
  ],
  [
    'a base64 secret used as text',
    signed(hmac(Buffer.from(secret, 'base64'), body)),
    circumstances(plain),
    /base64 that the sender decodes/,
  ],
  [
    'a line break in the secret',
    signed(hmac(secret, body)),
    circumstances(plain, `${secret}\n`),
    /white space around it/,
  ],
  [
    'a line break at the sender',
    signed(hmac(`${secret}\n`, body)),
    circumstances(plain),
    /line break at the end of the secret/,
  ],
  [
    'the secret of another source',
    signed(hmac('secret-of-the-shop', body)),
    circumstances(plain),
    /secret of source shop/,
  ],
  [
    'a forgery',
    signed(hmac('nobody', body)),
    circumstances(plain),
    /nothing that commonly goes wrong/,
  ],
])('%s', async (_name, refused, known, expected) => {
  expect((await explainRejection(refused, known)).cause).toMatch(expected);
});

test('a wrong public URL is named with the right one', async () => {
  const config = { provider: 'square', publicUrl: 'https://hooks.example.com/hooks/bank' };
  const known = circumstances(config);
  const url = 'https://hooks.example.com/hooks/bank/';
  const signature = createHmac('sha256', secret)
    .update(url + body)
    .digest('base64');
  const refused = record({ headers: { 'x-square-hmacsha256-signature': signature } });
  const { cause, next, certain } = await explainRejection(refused, known);
  expect(cause).toContain(`the provider knows the endpoint as ${url}`);
  expect(next).toContain(`publicUrl: '${url}'`);
  expect(certain).toBe(true);
});

test('a clock that is off is measured', async () => {
  const headers = { 'stripe-signature': `t=${Date.parse('2026-11-23T09:50:00Z') / 1000},v1=00` };
  const refused = record({ reason: 'stale', headers });
  const { cause } = await explainRejection(refused, circumstances({ provider: 'stripe' }));
  expect(cause).toContain('600 s behind the time of receipt');
});

test('a signature under another name is pointed out', async () => {
  const refused = record({
    reason: 'signature-missing',
    headers: { 'x-hub-signature': 'sha1=00' },
  });
  const { cause } = await explainRejection(refused, circumstances({ provider: 'github' }));
  expect(cause).toBe('the request carries no header x-hub-signature-256, but x-hub-signature');
});

test('without the body it says that it cannot know', async () => {
  const { body: _body, ...known } = circumstances(plain);
  const { cause, certain } = await explainRejection(signed('00'), known);
  expect(cause).toContain('the body was not kept');
  expect(certain).toBe(false);
});
