import { createHmac } from 'node:crypto';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { NotPermitted } from '../../cli/not-permitted.ts';
import type { LiveSecrets } from '../../cli/verify/live-secrets.ts';
import { type VerifiedSignature, verifySignature } from '../../cli/verify/verify-signature.ts';
import { eventItem } from '../../lambda/aws/audit-items.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { coversBody } from '../../lambda/model/signature-coverage.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { SecretOwner } from '../../lambda/model/tenant.ts';
import { answer, mintInto } from '../support/callbacks.ts';
import { testNowMs } from '../support/clock.ts';
import { type TestIngress, testIngress } from '../support/ingress-fakes.ts';
import {
  everyAlternative,
  ingressFor,
  type PresetCase,
  presetCases,
  rawSample,
} from '../support/preset-cases.ts';
import { publicUrl } from '../support/preset-config.ts';
import { hmacHex } from '../support/requests.ts';
import { tenantRequest } from '../support/tenant-requests.ts';

/* What every preset accepted is never said to fail afterwards, unless it was altered. */

interface Stored {
  readonly record: AuditRecord;
  readonly body: Uint8Array;
  readonly secrets: LiveSecrets;
}

/** A sample of the preset as the table has it once it was accepted: maps keep no order. */
async function stored(one: PresetCase): Promise<Stored> {
  const ingress = ingressFor(one);
  await receive(await rawSample(one), ingress);
  return storedIn(ingress, one.source);
}

async function storedIn(ingress: TestIngress, owner: SecretOwner): Promise<Stored> {
  const [event] = ingress.ledger.events.values();
  if (event === undefined) throw new Error(`nothing was accepted by ${owner.id}`);
  const { body } = event.delivery.request;
  const keeping = { retentionDays: 90, dueAtMs: testNowMs };
  const item = eventItem(event.delivery, { bodyEncoding: 'identity', body }, keeping);
  const headers = { host: new URL(publicUrl).host, ...item.headers };
  const kept = { ...item, headers, query: backwards(item.query) };
  const record = unmarshall(marshall(kept)) as AuditRecord;
  const lookup = await ingress.secrets.load(owner);
  const keys = lookup.kind === 'found' ? lookup.secrets : [];
  return { record, body, secrets: { keys, covers: () => true } };
}

const backwards = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).reverse());

const judge = (
  { record, body, secrets }: Stored,
  source: Source | undefined,
): Promise<VerifiedSignature> =>
  verifySignature(record, { body, source, secretsOf: async () => secrets });

/** One digit is another, so that JSON stays JSON. */
function altered(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body);
  const digit = copy.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const at = digit === -1 ? copy.length - 1 : digit;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test.each(everyAlternative)('$id is not said to fail when it is as it was', async (one) => {
  expect((await judge(await stored(one), one.source)).state).not.toBe('fails');
});

test.each(everyAlternative)('$id does not hold when its body was altered', async (one) => {
  const before = await stored(one);
  const { signature } = one.source;
  if (before.body.byteLength === 0 || signature === undefined || !coversBody(signature)) return;
  const wasHeld = (await judge(before, one.source)).state === 'holds';
  const { state } = await judge({ ...before, body: altered(before.body) }, one.source);
  // Nor is it put down to anything else where it could be checked before.
  if (wasHeld) expect(state).toBe('fails');
  else expect(state).not.toBe('holds');
});

test('most presets that sign can be checked again', async () => {
  const states = await Promise.all(
    presetCases.map(async (one) => (await judge(await stored(one), one.source)).state),
  );
  expect(states.filter((state) => state === 'holds').length).toBeGreaterThan(230);
});

describe('one that holds', () => {
  const one = presetCases.find(({ id }) => id === 'stripe') as PresetCase;
  let before: Stored;
  beforeAll(async () => {
    before = await stored(one);
  });

  const rejected = {
    checks: [{ check: 'signature', result: 'failed' }],
    status: 'rejected',
  } as const;

  test.each<[string, Partial<Stored['record']>, object, Source | undefined, object]>([
    ['holds', {}, {}, one.source, { state: 'holds' }],
    ['is none when it was rejected', rejected, {}, one.source, { state: 'none' }],
    ['is none when no signature was checked', { checks: [] }, {}, one.source, { state: 'none' }],
    ['is not checkable without its source', {}, {}, undefined, { why: 'no-source' }],
    ['is not checkable without its body', {}, { body: undefined }, one.source, { why: 'no-body' }],
    [
      'is not checkable when its header was redacted',
      { headers: { 'stripe-signature': '[redacted]' } },
      {},
      one.source,
      { why: 'redacted' },
    ],
    [
      'is not checkable when its header may have come twice',
      { headers: { 'stripe-signature': 't=1,v1=a, t=2,v1=b' } },
      {},
      one.source,
      { why: 'not-rebuilt' },
    ],
    [
      'is not checkable when the source reads another header now',
      { headers: {} },
      {},
      one.source,
      { why: 'configured-otherwise' },
    ],
  ])('%s', async (_what, changes, facts, source, expected) => {
    const { secrets, body } = before;
    const record = { ...before.record, ...changes };
    const verified = await verifySignature(record, {
      body,
      source,
      secretsOf: async () => secrets,
      ...facts,
    });
    expect(verified).toMatchObject(expected);
  });

  test('is not checkable when the secrets must not be read', async () => {
    const secretsOf = async () => {
      throw new NotPermitted('secretsmanager:GetSecretValue', undefined);
    };
    const facts = { body: before.body, source: one.source, secretsOf };
    expect(await verifySignature(before.record, facts)).toEqual({
      state: 'not-checkable',
      why: 'not-permitted',
    });
  });

  test('is not checkable when it came to another host than the source names now', async () => {
    const pawapay = presetCases.find(({ id }) => id === 'pawapay') as PresetCase;
    const sent = await stored(pawapay);
    const moved = { ...pawapay.source, publicUrl: 'https://new.example.com/other' };
    expect((await judge(sent, pawapay.source)).state).toBe('holds');
    expect(await judge(sent, moved)).toEqual({ state: 'not-checkable', why: 'not-rebuilt' });
  });

  test('fails under another secret only when the one that verified it is live', async () => {
    const other = await stored({ ...one, secrets: one.others });
    const withKeysOf = (covers: boolean) =>
      judge({ ...before, secrets: { keys: other.secrets.keys, covers: () => covers } }, one.source);
    expect(await withKeysOf(true)).toMatchObject({ state: 'fails' });
    expect(await withKeysOf(false)).toEqual({ state: 'not-checkable', why: 'secret-gone' });
  });
});

describe('one that depends on the end of its address', () => {
  const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };
  const overBody = { signature: hmac };
  const overAddress = { provider: 'trello', publicUrl };
  const body = '{"id":"evt-1"}';
  const ownSource = ({ sources }: TestIngress): Source => {
    const [source] = sources.values();
    if (source === undefined) throw new Error('no source');
    return source;
  };

  const signedAt = (url: string) => ({
    'X-Trello-Webhook': createHmac('sha1', 's').update(`${body}${url}`).digest('base64'),
  });

  /** An answer to a callback, signed in this way. */
  async function answered(config: object): Promise<Stored & { readonly source: Source }> {
    const ingress = testIngress(
      { pay: { ...config, callbacks: true } },
      { pay: { current: { signing: 's' } } },
    );
    const { token } = mintInto(ingress, 'pay');
    const headers = { 'X-Signature': hmacHex('s', body), ...signedAt(`${publicUrl}/${token}`) };
    await receive(answer({ source: 'pay', token, body, headers }), ingress);
    const source = ownSource(ingress);
    return { ...(await storedIn(ingress, source)), source };
  }

  test('holds where an answer to a callback signs its body, and fails where that was altered', async () => {
    const sent = await answered(overBody);
    expect(await judge(sent, sent.source)).toEqual({ state: 'holds' });
    const changed = { ...sent, body: altered(sent.body) };
    expect(await judge(changed, sent.source)).toMatchObject({ state: 'fails' });
  });

  test('is not checkable where an answer signs its address: no token is kept', async () => {
    const sent = await answered(overAddress);
    expect(JSON.stringify(sent.record)).toContain('"callback"');
    expect(await judge(sent, sent.source)).toEqual({
      state: 'not-checkable',
      why: 'callback-token',
    });
  });

  test('is not checkable where the source takes callbacks only since', async () => {
    const sent = await answered(overAddress);
    const { callback: _none, ...record } = sent.record;
    expect(await judge({ ...sent, record }, sent.source)).toMatchObject({ why: 'not-rebuilt' });
  });

  test('holds where a tenant signs its own address, and fails under the name of another', async () => {
    const ingress = testIngress(
      { shop: { ...overAddress, tenants: true } },
      { 'shop/acme': { current: { signing: 's' } } },
    );
    await receive(tenantRequest({ body, headers: signedAt(`${publicUrl}/acme`) }), ingress);
    const source = ownSource(ingress);
    const sent = await storedIn(ingress, { ...source, tenant: 'acme' });
    expect(await judge(sent, source)).toEqual({ state: 'holds' });
    const moved = { ...sent, record: { ...sent.record, tenant: 'globex' } };
    expect(await judge(moved, source)).toMatchObject({ state: 'fails' });
  });
});
