import { type Access, consoleAccess } from '../../cli/console/access.ts';
import type { ApiRequest } from '../../cli/console/answer.ts';
import { consoleListener } from '../../cli/console/listener.ts';
import { type HeldPort, holdPort } from '../../cli/hold-port.ts';
import { ask, openConsole } from '../support/console-client.ts';

/* Who is let in, over HTTP: the console's own page, and nobody else. */

let port: HeldPort;
let access: Access;
let cookie: string;
const asked: ApiRequest[] = [];

beforeAll(async () => {
  port = await holdPort(0, '--port');
  access = consoleAccess(port.url);
  port.serve(
    consoleListener({
      access,
      fileAt: async (path) =>
        path === '/' ? { contentType: 'text/html', content: 'the page' } : undefined,
      api: async (request) => {
        asked.push(request);
        return { kind: 'json', value: 'answered' };
      },
    }),
  );
  ({ cookie } = await openConsole(access.link));
});
afterAll(() => port.end());
beforeEach(() => {
  asked.length = 0;
});

const get = (path: string, headers: Readonly<Record<string, string>> = { cookie }) =>
  ask(`${port.url}${path}`, { headers });

/** A change as the page asks for it, but for these headers. */
function change(more: Readonly<Record<string, string>>, without: readonly string[] = []) {
  const headers = {
    cookie,
    origin: port.url,
    'content-type': 'application/json',
    'x-sallyport-console': '1',
    'sec-fetch-site': 'same-origin',
    ...more,
  };
  const kept = Object.entries(headers).filter(([name]) => !without.includes(name));
  return ask(`${port.url}/api/replays`, {
    method: 'POST',
    headers: Object.fromEntries(kept),
    body: '{"a":1}',
  });
}

test('the link gives a cookie for this browser and takes the token out of the address', async () => {
  const { status, headers } = await ask(access.link);
  expect(status).toBe(303);
  expect(headers['location']).toBe('/');
  const { port: number } = new URL(port.url);
  expect(String(headers['set-cookie'])).toMatch(
    new RegExp(`^sallyport-console-${number}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
  );
  expect(String(headers['set-cookie'])).not.toContain(
    new URL(access.link).searchParams.get('token'),
  );
});

test('with the cookie the page and its answers are there', async () => {
  expect(await get('/')).toMatchObject({ status: 200, text: 'the page' });
  expect(await get('/api/receiver')).toMatchObject({ status: 200, text: '"answered"' });
  expect(await change({})).toMatchObject({ status: 200, text: '"answered"' });
  expect(asked.at(-1)).toMatchObject({ method: 'POST', path: '/replays', body: { a: 1 } });
});

test('every answer forbids scripts from elsewhere, framing, sniffing and storing', async () => {
  for (const path of ['/', '/api/receiver', '/nothing', '/?token=wrong']) {
    const { headers } = await get(path);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test.each(['/', '/api/receiver', '/api/live', '/?token=wrong', '/?token='])(
  'without the cookie %s is answered 401',
  async (path) => {
    const { status, text } = await get(path, {});
    expect(status).toBe(401);
    expect(text).toContain('open the link that the console printed');
    expect(asked).toEqual([]);
  },
);

test.each([
  ['another value', () => `${cookie.slice(0, -2)}xx`],
  ['the start of the value', () => cookie.slice(0, -1)],
  ['the cookie of another port', () => cookie.replace(/console-\d+/, 'console-1')],
  [
    'the token of the link',
    () => cookie.replace(/=.*/, `=${new URL(access.link).searchParams.get('token')}`),
  ],
])('%s is no cookie', async (_what, wrong) => {
  expect(await get('/api/receiver', { cookie: wrong() })).toMatchObject({ status: 401 });
});

test.each([
  'evil.example',
  'evil.example:8788',
  '127.0.0.1',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '127.0.0.1:1',
  '[::1]',
])('a page whose name is pointed to loopback is refused: host %j', async (host) => {
  for (const path of ['/', '/api/receiver', new URL(access.link).search]) {
    const { status, headers } = await ask(`${port.url}/${path.slice(1)}`, {
      headers: { cookie, host },
    });
    expect(status).toBe(403);
    expect(headers['set-cookie']).toBeUndefined();
  }
  expect(asked).toEqual([]);
});

test('localhost is a name of ours', async () => {
  const host = `localhost:${new URL(port.url).port}`;
  expect(await get('/api/receiver', { cookie, host })).toMatchObject({ status: 200 });
});

test.each([
  ['its origin', { origin: 'https://evil.example' }],
  ['an origin of this machine on another port', { origin: 'http://127.0.0.1:1' }],
  ['the origin of a sandboxed frame', { origin: 'null' }],
  ['what the browser says of it', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbouring site', { 'sec-fetch-site': 'same-site' }],
])('another site is refused by %s', async (_what, headers) => {
  expect(await change(headers)).toMatchObject({ status: 403 });
  expect(await get('/api/records', { cookie, ...headers })).toMatchObject({ status: 403 });
  expect(asked).toEqual([]);
});

test.each(['/api/records', '/console.js'])('another site cannot embed %s', async (path) => {
  const embedding = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
  expect(await get(path, embedding)).toMatchObject({ status: 403 });
});

test('another site may link to a view, and to nothing else', async () => {
  const link = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect(await get('/', link)).toMatchObject({ status: 200 });
  expect(await get('/api/receiver', link)).toMatchObject({ status: 403 });
});

test.each([
  ['its own header', ['x-sallyport-console']],
  ['an origin', ['origin']],
])('a change without %s is refused', async (_what, without) => {
  expect(await change({}, without)).toMatchObject({ status: 403 });
  expect(asked).toEqual([]);
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
  'a change as %s, which a form could send, is refused',
  async (type) => {
    expect(await change({ 'content-type': type })).toMatchObject({ status: 415 });
    expect(asked).toEqual([]);
  },
);

test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s needs all that POST needs', async (method) => {
  const { status } = await ask(`${port.url}/api/replays`, { method, headers: { cookie } });
  expect(status).toBe(403);
});

test('a request that is too large, or no JSON, is refused', async () => {
  const headers = {
    cookie,
    origin: port.url,
    'content-type': 'application/json',
    'x-sallyport-console': '1',
  };
  const send = (body: string) => ask(`${port.url}/api/replays`, { method: 'POST', headers, body });
  expect(await send(`"${'x'.repeat(70_000)}"`)).toMatchObject({ status: 413 });
  expect(await send('{')).toMatchObject({
    status: 400,
    text: '{"error":"the request is no JSON"}',
  });
});

test('two consoles have other tokens and cookies', () => {
  const other = consoleAccess(port.url);
  expect(other.link).not.toBe(access.link);
  const admission = other.admit({
    method: 'GET',
    path: '/',
    headers: { host: new URL(port.url).host, cookie },
  });
  expect(admission).toMatchObject({ kind: 'refused', httpStatus: 401 });
});
