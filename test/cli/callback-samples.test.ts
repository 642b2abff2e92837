import { checksOf } from '../../cli/checks-of.ts';
import { explainRejection } from '../../cli/explain-rejection.ts';
import { type Fault, possibleFaults } from '../../cli/sample-faults.ts';
import { sampleRequest } from '../../cli/sample-request.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { Source } from '../../lambda/model/source.ts';

/* Samples for sources with callbacks, and why a request to one was refused. */

const signature = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };

function sourceOf(more: object = {}): Source {
  const [source] = readConfig({ sources: { pay: { callbacks: true, ...more } } }, presets);
  if (source === undefined) throw new Error('no source');
  return source;
}

const sample = (source: Source, fault?: Fault) =>
  sampleRequest(source, {
    nowMs: 0,
    secrets: { signing: 'secret', token: 'shared' },
    claimAddress: false,
    callbackToken: 'minted',
    ...(fault && { fault }),
  });

test('a sample goes to the callback that was minted for it', async () => {
  expect((await sample(sourceOf())).suffix).toBe('/minted');
  expect(
    (await sample(sourceOf({ methods: ['GET'], eventType: { query: 'status' } }))).suffix,
  ).toBe('/minted?status=sample.created');
});

test('where the callback is the only proof, the faults are in its token', async () => {
  const source = sourceOf();
  expect((await sample(source, 'unsigned')).suffix).toBe('/none');
  const { suffix } = await sample(source, 'wrong-key');
  expect(suffix).toMatch(/^\/[0-9a-f]{64}$/);
  expect((await sample(source, 'wrong-key')).suffix).not.toBe(suffix);
});

test.each([{ signature }, { token: { header: 'X-Secret' } }])(
  'where there is another proof, %j, the faults are in that one',
  async (proof) => {
    const source = sourceOf(proof);
    const header = 'signature' in proof ? 'x-signature' : 'x-secret';
    const right = await sample(source);
    const wrong = await sample(source, 'wrong-key');
    const without = await sample(source, 'unsigned');
    for (const { suffix } of [right, wrong, without]) expect(suffix).toBe('/minted');
    expect(wrong.headers[header]).not.toBe(right.headers[header]);
    expect(without.headers).not.toHaveProperty(header);
  },
);

test('a signature over the address is made over the one with the token in it', async () => {
  const twilio = { provider: 'twilio', publicUrl: 'https://hooks.example.com/callbacks/pay' };
  const other = { ...twilio, publicUrl: 'https://hooks.example.com/callbacks/pay2' };
  const [one, two] = [await sample(sourceOf(twilio)), await sample(sourceOf(other))];
  expect(one.headers['x-twilio-signature']).not.toBe(two.headers['x-twilio-signature']);
});

test('the faults that a source can have are those that it would notice', () => {
  expect(possibleFaults(sourceOf())).toEqual(['wrong-key', 'unsigned', 'oversize']);
  expect(possibleFaults(sourceOf({ signature }))).not.toContain('duplicate');
});

test('the callback is among the checks, in its place', () => {
  const source = sourceOf({ signature, allowList: ['192.0.2.1'], token: { header: 'X-Secret' } });
  expect(checksOf(source)).toEqual(['source-ip', 'callback', 'token', 'signature']);
});

test.each([
  ['callback-unknown', /is none that was minted for this source/, /letter by letter/],
  ['callback-expired', /after the callback's time had run out/, /longer ttl/],
  ['callback-used', /had all its answers/, /sallyport callbacks list pay --ref REF/],
] as const)('%s is explained, and says what to do', async (reason, cause, next) => {
  const record: AuditRecord = {
    id: 'id',
    source: 'pay',
    provider: 'generic',
    status: 'rejected',
    reason,
    receivedAt: '2026-11-23T10:00:00.000Z',
    sourceIp: '192.0.2.1',
    method: 'POST',
    bodyBytes: 1,
    bodySha256: '00',
    attempts: 0,
    deliveries: 0,
    checks: [{ check: 'callback', result: 'failed' }],
    headers: {},
    query: {},
  };
  const source = sourceOf();
  const found = await explainRejection(record, { source, secrets: [], otherSecrets: new Map() });
  expect(found).toMatchObject({
    cause: expect.stringMatching(cause),
    next: expect.stringMatching(next),
    certain: true,
  });
});
