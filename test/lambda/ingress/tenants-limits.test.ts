import { secretCache } from '../../../lambda/aws/secret-cache.ts';
import type { SecretLookup } from '../../../lambda/ingress/ports.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import { type TestIngress, type TestSecrets, testIngress } from '../../support/ingress-fakes.ts';
import { shopConfig, shopSecrets, tenantRequest } from '../../support/tenant-requests.ts';

/* What unknown tenants cost, and how much one tenant may send. */

const shop = (
  changes: object = {},
  secrets: Record<string, TestSecrets> = { ...shopSecrets },
): TestIngress => testIngress({ shop: { ...shopConfig, ...changes } }, secrets);

async function verdictOf(request: RawRequest, ingress: TestIngress): Promise<string> {
  const before = ingress.ledger.rejected.length;
  const { reply } = await receive(request, ingress);
  return `${reply.status} ${ingress.ledger.rejected[before]?.reason ?? ''}`.trim();
}

describe('look-ups of unknown tenants', () => {
  /** The ingress over the real cache, and every name that was looked up behind it. */
  function counting() {
    const ingress = shop();
    const { load } = ingress.secrets;
    const asked: string[] = [];
    const read = async (owner: Parameters<typeof load>[0]): Promise<SecretLookup> => {
      asked.push(owner.tenant ?? '');
      return load(owner);
    };
    const settings = { clock: ingress.clock, reloadSeconds: 30 };
    const cached = Object.assign(ingress, {
      secrets: secretCache(read, async () => undefined, settings),
    });
    return { ingress: cached, asked };
  }
  const unknown = (at: number) => tenantRequest({ tenant: `nobody-${at}` });

  test('are a few a second, whatever names come in', async () => {
    const { ingress, asked } = counting();
    const verdicts: string[] = [];
    for (let at = 0; at < 200; at += 1) verdicts.push(await verdictOf(unknown(at), ingress));
    expect(asked).toHaveLength(5);
    expect(verdicts.slice(0, 5)).toEqual(Array(5).fill('404 tenant-unknown'));
    expect(new Set(verdicts.slice(5))).toEqual(new Set(['503 tenant-not-looked-up']));
    const { reply } = await receive(unknown(1000), ingress);
    expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '60' } });
    ingress.clock.advance(1000);
    for (let at = 200; at < 300; at += 1) await receive(unknown(at), ingress);
    expect(asked).toHaveLength(10);
  });

  test('do not stand in the way of a tenant that is known', async () => {
    const { ingress } = counting();
    expect(await verdictOf(tenantRequest(), ingress)).toBe('200');
    for (let at = 0; at < 50; at += 1) await receive(unknown(at), ingress);
    expect(await verdictOf(tenantRequest(), ingress)).toBe('200');
    const newcomer = tenantRequest({ tenant: 'globex' });
    expect(await verdictOf(newcomer, ingress)).toBe('503 tenant-not-looked-up');
    ingress.clock.advance(1000);
    expect(await verdictOf(newcomer, ingress)).toBe('200');
  });

  test('are not used up by tenants that exist', async () => {
    const ingress = shop(
      {},
      Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [`shop/t${at}`, { current: { signing: 's' } }]),
      ),
    );
    const { load } = ingress.secrets;
    const settings = { clock: ingress.clock, reloadSeconds: 30 };
    Object.assign(ingress, { secrets: secretCache(load, async () => undefined, settings) });
    for (let at = 0; at < 50; at += 1)
      expect(await verdictOf(tenantRequest({ tenant: `t${at}`, secret: 's' }), ingress)).toBe(
        '200',
      );
  });
});

describe('the rate of a tenant', () => {
  const limited = (rules: object = { ratePerSecond: 2 }) => shop({ tenants: rules });
  const event = (at: number, tenant = 'acme') =>
    tenantRequest({ tenant, body: JSON.stringify({ id: `e${at}` }) });

  test('is the most that is accepted of it in a second; its sender is asked to come again', async () => {
    const ingress = limited();
    for (const at of [1, 2]) expect(await verdictOf(event(at), ingress)).toBe('200');
    const { reply } = await receive(event(3), ingress);
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
    expect(JSON.parse(reply.body).message).toBe('too many requests');
    expect(ingress.ledger.rejected).toMatchObject([
      { reason: 'tenant-rate', request: { tenant: 'acme' } },
    ]);
    expect(ingress.ledger.rejected[0]?.checks).toEqual([{ check: 'signature', result: 'passed' }]);
    expect(ingress.ledger.events.size).toBe(2);
    expect(await verdictOf(event(4, 'globex'), ingress)).toBe('200');
    ingress.clock.advance(1000);
    expect(await verdictOf(event(3), ingress)).toBe('200');
  });

  test('is used up by genuine requests alone', async () => {
    const ingress = limited();
    for (let forged = 0; forged < 20; forged += 1) {
      await receive(tenantRequest({ secret: 'guessed' }), ingress);
      await receive(tenantRequest({ tenant: 'nobody' }), ingress);
    }
    expect(ingress.taken.size).toBe(0);
    for (const at of [1, 2]) expect(await verdictOf(event(at), ingress)).toBe('200');
  });

  test('refuses no forgery by itself: what is wrong with a request comes first', async () => {
    const ingress = limited();
    for (const at of [1, 2, 3]) await receive(event(at), ingress);
    const forged = tenantRequest({ secret: 'guessed' });
    expect(await verdictOf(forged, ingress)).toBe('403 signature-mismatch');
  });

  test('may be saved up for a burst', async () => {
    const ingress = limited({ ratePerSecond: 2, burst: 6 });
    for (let at = 0; at < 6; at += 1) expect(await verdictOf(event(at), ingress)).toBe('200');
    ingress.clock.advance(2000);
    expect(await verdictOf(event(7), ingress)).toBe('429 tenant-rate');
    ingress.clock.advance(1000);
    expect(await verdictOf(event(7), ingress)).toBe('200');
  });

  test('has no limit where the source gives none', async () => {
    const ingress = shop();
    for (let at = 0; at < 500; at += 1) await receive(event(at), ingress);
    expect(ingress.ledger.events.size).toBe(500);
    expect(ingress.taken.size).toBe(0);
  });

  test('lets nothing through while it cannot be counted', async () => {
    const ingress = limited();
    ingress.down.add('audit');
    await expect(receive(event(1), ingress)).rejects.toBeInstanceOf(DependencyError);
    expect(ingress.ledger.queued).toEqual([]);
  });
});
