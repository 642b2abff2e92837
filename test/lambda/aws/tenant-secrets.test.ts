import { secretCache } from '../../../lambda/aws/secret-cache.ts';
import type { SecretLookup } from '../../../lambda/ingress/ports.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import type { Source } from '../../../lambda/model/source.ts';
import { type SecretOwner, secretIdOf } from '../../../lambda/model/tenant.ts';
import { testClock } from '../../support/clock.ts';
import { testIngress } from '../../support/ingress-fakes.ts';
import { shopConfig } from '../../support/tenant-requests.ts';

/* The cache of secrets, as it is for tenants: how much it holds, and what it asks for. */

const sources = testIngress({ shop: shopConfig, other: shopConfig }).sources;
const shop = sources.get('shop') as Source;
const other = sources.get('other') as Source;

const second = 1000;
const minute = 60 * second;

const found: SecretLookup = { kind: 'found', secrets: [] };

/** A cache over a store in which these tenants exist. */
function testCache(...existing: readonly string[]) {
  const clock = testClock();
  const state = {
    reads: [] as string[],
    lookups: new Map<string, SecretLookup>(existing.map((id) => [id, found])),
    isDown: false,
  };
  const read = async (owner: SecretOwner): Promise<SecretLookup> => {
    const id = secretIdOf(owner);
    state.reads.push(id);
    await Promise.resolve();
    if (state.isDown) throw new DependencyError('Secrets Manager', new Error('planted'));
    return state.lookups.get(id) ?? { kind: 'unknown' };
  };
  const write = async (owner: SecretOwner): Promise<void> => {
    state.lookups.set(secretIdOf(owner), found);
  };
  const cache = secretCache(read, write, { clock, reloadSeconds: 30 });
  const load = async (tenant: string, source = shop) =>
    (await cache.load({ ...source, tenant })).kind;
  return { clock, state, cache, load };
}

test('keeps the secrets of tenants apart, of the same name at two sources too', async () => {
  const { load, state } = testCache('shop/acme', 'other/acme', 'shop/globex');
  for (const tenant of ['acme', 'globex', 'acme']) expect(await load(tenant)).toBe('found');
  expect(await load('acme', other)).toBe('found');
  expect(state.reads).toEqual(['shop/acme', 'shop/globex', 'other/acme']);
});

test('concurrent requests of one tenant share one read, known or not', async () => {
  const { load, state } = testCache('shop/acme');
  const kinds = await Promise.all(
    ['acme', 'nobody'].flatMap((tenant) => Array.from({ length: 50 }, () => load(tenant))),
  );
  expect(new Set(kinds)).toEqual(new Set(['found', 'unknown']));
  expect(state.reads).toEqual(['shop/acme', 'shop/nobody']);
});

test('holds 5,000 of them, and lets go of what was not used for longest', async () => {
  const names = Array.from({ length: 5001 }, (_, at) => `t${at}`);
  const { load, state } = testCache(...names.map((name) => `shop/${name}`));
  for (const name of names.slice(0, 5000)) await load(name);
  await load('t0');
  expect(state.reads).toHaveLength(5000);
  await load('t5000');
  await load('t0');
  expect(state.reads).toHaveLength(5001);
  await load('t1');
  expect(state.reads.slice(5001)).toEqual(['shop/t1']);
});

test('names that nobody has push no secret out', async () => {
  const { load, state, clock } = testCache('shop/acme');
  await load('acme');
  for (let at = 0; at < 6000; at += 1) {
    if (at % 5 === 0) clock.advance(second);
    await load(`nobody-${at}`);
    if (at % 1000 === 0) await load('acme');
  }
  const reads = state.reads.filter((id) => id === 'shop/acme');
  // Only because five minutes are over, four times.
  expect(reads.length).toBeLessThanOrEqual(5);
  state.isDown = true;
  expect(await load('acme')).toBe('found');
});

test('a tenant that is created is found after 5 s, or after as long as it was asked for in vain', async () => {
  const { load, state, clock } = testCache();
  const pauses: number[] = [];
  expect(await load('late')).toBe('unknown');
  for (let miss = 0; miss < 6; miss += 1) {
    const reads = state.reads.length;
    let pause = 0;
    while (state.reads.length === reads) {
      clock.advance(second);
      pause += 1;
      expect(await load('late')).toBe('unknown');
    }
    pauses.push(pause);
  }
  expect(pauses).toEqual([5, 10, 20, 40, 60, 60]);
  state.lookups.set('shop/late', found);
  clock.advance(60 * second);
  expect(await load('late')).toBe('found');
  state.lookups.set('shop/new', found);
  expect(await load('new')).toBe('found');
});

test('a tenant without a value is asked for again after five seconds, and is no unknown one', async () => {
  const { load, state, clock } = testCache();
  state.lookups.set('shop/acme', { kind: 'not-set' });
  expect(await load('acme')).toBe('not-set');
  state.lookups.set('shop/acme', found);
  clock.advance(5 * second - 1);
  expect(await load('acme')).toBe('not-set');
  clock.advance(1);
  expect(await load('acme')).toBe('found');
});

test('a mismatch causes one read per tenant and interval', async () => {
  const { cache, load, state, clock } = testCache('shop/acme', 'shop/globex');
  const reload = (tenant: string) => cache.reloadAfterMismatch({ ...shop, tenant });
  for (const tenant of ['acme', 'globex']) await load(tenant);
  for (let forged = 0; forged < 100; forged += 1) await reload('acme');
  expect(state.reads).toEqual(['shop/acme', 'shop/globex', 'shop/acme']);
  expect(await reload('globex')).toMatchObject({ kind: 'found' });
  clock.advance(30 * second);
  expect(await reload('acme')).toMatchObject({ kind: 'found' });
});

test('a tenant that was deleted is unknown after five minutes, or as soon as a mismatch shows it', async () => {
  const { cache, load, state, clock } = testCache('shop/acme', 'shop/globex');
  for (const tenant of ['acme', 'globex']) await load(tenant);
  state.lookups.clear();
  clock.advance(5 * minute - 1);
  expect(await load('acme')).toBe('found');
  await cache.reloadAfterMismatch({ ...shop, tenant: 'globex' });
  expect(await load('globex')).toBe('unknown');
  clock.advance(1);
  expect(await load('acme')).toBe('unknown');
});

test('known secrets of a tenant stay in use for an hour while the store is down', async () => {
  const { load, state, clock } = testCache('shop/acme');
  await load('acme');
  state.isDown = true;
  clock.advance(59 * minute);
  expect(await load('acme')).toBe('found');
  await expect(load('globex')).rejects.toBeInstanceOf(DependencyError);
  clock.advance(minute);
  await expect(load('acme')).rejects.toBeInstanceOf(DependencyError);
});

test('a store that is down is asked for no more unknown tenants than any other', async () => {
  const { load, state } = testCache();
  state.isDown = true;
  const kinds = await Promise.all(
    Array.from({ length: 100 }, (_, at) => load(`nobody-${at}`).catch(() => 'failed')),
  );
  expect(kinds.filter((kind) => kind === 'failed')).toHaveLength(5);
  expect(state.reads).toHaveLength(5);
});

test('one source does not use up the look-ups of another', async () => {
  const { load } = testCache();
  for (let at = 0; at < 5; at += 1) await load(`nobody-${at}`);
  expect(await load('one-more')).toBe('not-looked-up');
  expect(await load('one-more', other)).toBe('unknown');
});

test('a secret that a sender hands over is stored for a tenant that waits for it, within the same budget', async () => {
  const { cache, state } = testCache('shop/acme');
  state.lookups.set('shop/waiting', { kind: 'not-set' });
  const store = (tenant: string) => cache.storeFirst({ ...shop, tenant }, 'handed');
  expect(await store('acme')).toBe(false);
  expect(await store('waiting')).toBe(true);
  expect(await store('waiting')).toBe(false);
  for (let at = 0; at < 50; at += 1) expect(await store(`nobody-${at}`)).toBe(false);
  expect(state.reads.filter((id) => id.includes('nobody'))).toHaveLength(5);
  expect(state.lookups.has('shop/nobody-0')).toBe(false);
});
