import { rateLimiter } from '../../../lambda/aws/rate-limit.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../../support/audit-table.ts';
import { testNowMs } from '../../support/clock.ts';

/* Counting for all instances together, in the table. */

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

const limiter = () => rateLimiter(storage.table, storage.clock);

test('counts as many as there may be in a second, over all instances', async () => {
  const [one, two] = [limiter(), limiter()];
  const taken = [];
  for (const instance of [one, two, one, two, one]) taken.push(await instance.take('shop/acme', 3));
  expect(taken).toEqual([true, true, true, false, false]);
  expect(await one.take('shop/globex', 3)).toBe(true);
  storage.clock.advance(1000);
  expect(await two.take('shop/acme', 3)).toBe(true);
});

test('lets no two through where there is room for one', async () => {
  const instances = Array.from({ length: 20 }, limiter);
  const taken = await Promise.all(instances.map((instance) => instance.take('shop/acme', 7)));
  expect(taken.filter(Boolean)).toHaveLength(7);
});

test('counts in windows of the length that is asked for', async () => {
  const { take } = limiter();
  const window = { seconds: 1.5 };
  expect(await take('shop/acme', 1, window)).toBe(true);
  storage.clock.advance(1499);
  expect(await take('shop/acme', 1, window)).toBe(false);
  storage.clock.advance(1);
  expect(await take('shop/acme', 1, window)).toBe(true);
});

test('asks no more in a window that it knows to be full', async () => {
  const { take } = limiter();
  for (let at = 0; at < 4; at += 1) await take('shop/acme', 2);
  await storage.stop();
  expect(await take('shop/acme', 2)).toBe(false);
  await expect(take('shop/globex', 2)).rejects.toBeInstanceOf(DependencyError);
  storage = await testStorage();
});

test('leaves counters that stand in no index and expire', async () => {
  await limiter().take('shop/acme', 2);
  expect(await storage.items()).toEqual([
    {
      pk: `rate#shop/acme#${testNowMs}`,
      sk: 'rate',
      taken: 1,
      expiresAt: testNowMs / 1000 + 1 + 3600,
    },
  ]);
});
