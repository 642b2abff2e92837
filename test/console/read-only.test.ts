import { consoleApi } from '../../cli/console/api.ts';
import { nowhere, targetAt } from '../support/doctor.ts';

/* What a console may change, and what it makes of a request that it does not understand; nobody is asked for any of it. */

const target = targetAt(nowhere, { stripe: { provider: 'stripe' } });
const ask = (method: string, path: string, body?: unknown, mayWrite = false) => {
  const { pathname, searchParams: query } = new URL(path, 'http://console');
  return consoleApi(target, { mayWrite })({ method, path: pathname, query, body });
};
const id = '01M876BVF4QETNNHT0GX0B4TBF';

test.each([
  ['/replays', { ids: [id], reason: 'why' }],
  ['/samples', { source: 'stripe' }],
])('a console without --allow-write refuses %s', async (path, body) => {
  await expect(ask('POST', path, body)).rejects.toMatchObject({
    httpStatus: 403,
    message: 'this console is read-only: start it with --allow-write',
  });
});

test.each([
  ['POST', '/records', 405],
  ['DELETE', '/replays', 405],
  ['GET', '/replays', 404],
  ['GET', '/nothing', 404],
  ['GET', '/constructor', 404],
])('%s %s is answered %d', async (method, path, httpStatus) => {
  await expect(ask(method, path, undefined, true)).rejects.toMatchObject({ httpStatus });
});

test.each([
  ['/records?limit=0', 'limit'],
  ['/records?limit=201', 'limit'],
  ['/records?limit=x', 'limit'],
  ['/records?status=lost', 'status is no status'],
  ['/records?since=yesterday', 'since is no instant'],
  ['/records?before=../x', 'before is no record id'],
  ['/records?nonsense=1', 'nonsense'],
  ['/records?source=nobody', 'source "nobody" is not configured'],
  ['/records/x%2F..', 'id is no record id'],
  ['/callbacks?source=stripe', 'ref'],
  ['/callbacks?ref=ORDER-42', 'source'],
  ['/callbacks?source=nobody&ref=ORDER-42', 'source "nobody" is not configured'],
  ['/callbacks?source=stripe&ref=ORDER-42', 'source "stripe" takes no callbacks'],
  ['/records/01M876BVF4QETNNHT0GX0B4TB%27', 'id is no record id'],
  ['/summary?window=1y', 'window is no window'],
])('GET %s is refused: %s', async (path, text) => {
  await expect(ask('GET', path)).rejects.toThrow(text);
});

test.each([
  [{ ids: [], reason: 'why' }, 'ids'],
  [{ ids: Array(101).fill(id), reason: 'why' }, 'ids are more than 100'],
  [{ ids: ['x'], reason: 'why' }, 'is no record id'],
  [{ ids: [`${id}/../x`], reason: 'why' }, 'is no record id'],
  [{ ids: [id], reason: '  ' }, 'reason is missing'],
  [{ ids: [id] }, 'reason'],
  [undefined, 'the request'],
  [[], 'Expected'],
])('a replay of %j is refused: %s', async (body, text) => {
  await expect(ask('POST', '/replays', body, true)).rejects.toThrow(text);
});

test.each([
  [{ source: 'nobody' }, 'source "nobody" is not configured'],
  [{ source: 'stripe', fault: 'lost' }, 'fault is no fault'],
  [{ source: 'stripe', tenant: 'acme' }, 'source "stripe" has no tenants'],
  [{}, 'source'],
])('a test webhook of %j is refused: %s', async (body, text) => {
  await expect(ask('POST', '/samples', body, true)).rejects.toThrow(text);
});
