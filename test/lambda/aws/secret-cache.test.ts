import { secretCache } from '../../../lambda/aws/secret-cache.ts';
import type { SecretLookup } from '../../../lambda/ingress/ports.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import type { Source } from '../../../lambda/model/source.ts';
import { testClock } from '../../support/clock.ts';
import { testIngress } from '../../support/ingress-fakes.ts';
import { bank } from '../../support/requests.ts';

const sources = testIngress({ bank: bank.config, other: bank.config }).sources;
const source = sources.get('bank') as Source;
const other = sources.get('other') as Source;

const second = 1000;
const minute = 60 * second;

function testCache(reloadSeconds = 30) {
  const clock = testClock();
  const state = {
    reads: [] as string[],
    written: [] as [string, string][],
    lookup: { kind: 'found', secrets: [] } as SecretLookup,
    isDown: false,
  };
  const write = async ({ id }: Source, signing: string): Promise<void> => {
    state.written.push([id, signing]);
  };
  const read = async ({ id }: Source): Promise<SecretLookup> => {
    state.reads.push(id);
    await Promise.resolve();
    if (state.isDown) throw new DependencyError('Secrets Manager', new Error('planted'));
    return state.lookup;
  };
  return { clock, state, cache: secretCache(read, write, { clock, reloadSeconds }) };
}

test('concurrent requests share one read', async () => {
  const { cache, state } = testCache();
  await Promise.all(Array.from({ length: 50 }, () => cache.load(source)));
  expect(state.reads).toEqual(['bank']);
});

test('a secret is read again after five minutes', async () => {
  const { cache, clock, state } = testCache();
  await cache.load(source);
  clock.advance(5 * minute - 1);
  await cache.load(source);
  expect(state.reads).toHaveLength(1);
  clock.advance(1);
  await cache.load(source);
  expect(state.reads).toHaveLength(2);
});

test('a missing secret is asked for again after five seconds', async () => {
  const { cache, clock, state } = testCache();
  state.lookup = { kind: 'not-set' };
  await cache.load(source);
  clock.advance(5 * second - 1);
  expect((await cache.load(source)).kind).toBe('not-set');
  expect(state.reads).toHaveLength(1);
  state.lookup = { kind: 'found', secrets: [] };
  clock.advance(1);
  expect((await cache.load(source)).kind).toBe('found');
});

test('a mismatch causes one read per source and interval, however many there are', async () => {
  const { cache, clock, state } = testCache();
  await cache.load(source);
  expect(await cache.reloadAfterMismatch(source)).toMatchObject({ kind: 'found' });
  for (let forged = 0; forged < 100; forged += 1)
    expect(await cache.reloadAfterMismatch(source)).toBeUndefined();
  expect(await cache.reloadAfterMismatch(other)).toMatchObject({ kind: 'found' });
  expect(state.reads).toEqual(['bank', 'bank', 'other']);
  clock.advance(30 * second);
  expect(await cache.reloadAfterMismatch(source)).toBeDefined();
});

test('known secrets stay in use for an hour while the store is down, and no longer', async () => {
  const { cache, clock, state } = testCache();
  await cache.load(source);
  state.isDown = true;
  clock.advance(59 * minute);
  expect((await cache.load(source)).kind).toBe('found');
  clock.advance(minute);
  await expect(cache.load(source)).rejects.toBeInstanceOf(DependencyError);
});

test('a store that is down is no secret', async () => {
  const { cache, state } = testCache();
  state.isDown = true;
  await expect(cache.load(source)).rejects.toBeInstanceOf(DependencyError);
  await expect(cache.reloadAfterMismatch(source)).rejects.toBeInstanceOf(DependencyError);
});

test('a secret that a sender hands over is stored while there is none, and never over one', async () => {
  const { cache, state } = testCache();
  expect(await cache.storeFirst(source, 'handed')).toBe(false);
  state.lookup = { kind: 'not-set' };
  expect(await cache.storeFirst(other, 'handed')).toBe(true);
  expect(state.written).toEqual([['other', 'handed']]);
  state.lookup = { kind: 'found', secrets: [] };
  await cache.load(other);
  expect(await cache.storeFirst(other, 'again')).toBe(false);
  expect(state.written).toHaveLength(1);
});
