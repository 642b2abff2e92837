import { OperationFailed, UsageError } from '../../cli/failure.ts';
import { githubDeliveries } from '../../cli/sent-events/github-deliveries.ts';
import type { ProviderApi } from '../../cli/sent-events/provider-api.ts';
import { stripeEvents } from '../../cli/sent-events/stripe-events.ts';
import {
  type GithubStandInDelivery,
  type ProviderStandIn,
  startAnswering,
  startGithub,
  startStripe,
} from '../support/provider-stand-ins.ts';

const key = 'rk_test_4eC39HqLyjWDarjtT1zdp7dc';
const hook = '/repos/octo/box/hooks/42';
const noon = Date.parse('2026-11-24T12:00:00Z');
const wide = { sinceMs: noon - 3_600_000, untilMs: noon + 3_600_000 };

const running: { close(): void }[] = [];
function kept<Server extends { close(): void }>(server: Server): Server {
  running.push(server);
  return server;
}
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

async function all(api: ProviderApi, range = wide) {
  return Array.fromAsync(api.list(range));
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('failed with something else');
  expect(error.message).not.toMatch(new RegExp(`\n|${key}`));
  return error;
}

async function answering(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const server = await startAnswering((_request, response) => {
    response.writeHead(200, headers).end(text);
  });
  return kept(server).url;
}

describe("Stripe's events", () => {
  const events = Array.from({ length: 250 }, (_, index) => ({
    id: `evt_${index}`,
    type: 'charge.succeeded',
    created: noon / 1000 + index,
    pending_webhooks: index % 2,
  }));
  const stripe = async (given = events) => kept(await startStripe(key, given));
  const clientOf = ({ url }: ProviderStandIn, apiKey = key) =>
    stripeEvents({ baseUrl: url, apiKey });

  test('all come newest first when there are three pages', async () => {
    const server = await stripe();
    const listed = await all(clientOf(server));
    expect(listed.map(({ ref }) => ref)).toEqual(events.map(({ id }) => id).reverse());
    expect(listed[0]).toEqual({
      eventId: 'evt_249',
      eventType: 'charge.succeeded',
      sentAtMs: noon + 249_000,
      providerStatus: 'pending_webhooks 1',
      ref: 'evt_249',
    });
    const queries = server.calls.map(({ path }) => new URL(path, server.url).searchParams);
    expect(queries.map((query) => query.get('starting_after'))).toEqual([
      null,
      'evt_150',
      'evt_50',
    ]);
    expect(queries.map((query) => query.get('limit'))).toEqual(['100', '100', '100']);
  });

  test('only those within the range come when it ends between two seconds', async () => {
    const range = { sinceMs: noon + 10_001, untilMs: noon + 12_999 };
    const listed = await all(clientOf(await stripe()), range);
    expect(listed.map(({ eventId }) => eventId)).toEqual(['evt_12', 'evt_11']);
  });

  test('a body has the exact bytes of the answer when it is fetched', async () => {
    const server = await stripe();
    const [event] = await all(clientOf(server));
    const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
    const direct = await fetch(`${server.url}/v1/events/evt_249`, { headers });
    const fetched = event && (await clientOf(server).fetchBody?.(event));
    expect(Buffer.from(fetched ?? []).toString()).toBe(await direct.text());
  });

  test.each([
    ['429 with Retry-After', 429, { 'retry-after': '0' }],
    ['500 without', 500, {}],
  ] as const)('the list is complete when one try met %s', async (_name, status, headers) => {
    const server = await stripe();
    server.failNext(1, status, headers);
    expect(await all(clientOf(server))).toHaveLength(250);
    expect(server.calls).toHaveLength(4);
  });

  test('it gives up in one line when four tries failed', async () => {
    const server = await stripe();
    server.failNext(4, 500, { 'retry-after': '0' });
    const failure = await failureOf(all(clientOf(server)));
    expect(failure).toBeInstanceOf(OperationFailed);
    expect(failure.message).toBe(
      `cannot list Stripe's events: ${server.url}/v1/events answered 500: the provider is in trouble: try again later`,
    );
    expect(server.calls).toHaveLength(4);
  });

  test('it leaves waiting to the operator when the pause asked for is over 30 seconds', async () => {
    const server = await stripe();
    server.failNext(1, 429, { 'retry-after': '31' });
    const failure = await failureOf(all(clientOf(server)));
    expect(failure.message).toMatch(/answered 429 \(too many requests\): run again in 31 seconds$/);
    expect(server.calls).toHaveLength(1);
  });

  test('it says which key to give when the key is refused', async () => {
    const server = await stripe();
    const failure = await failureOf(all(clientOf(server, 'sk_test_other')));
    expect(failure.message).toMatch(/\/v1\/events answered 401: give a secret or restricted key/);
    expect(failure.message).not.toContain('sk_test_other');
    expect(server.calls).toHaveLength(1);
  });

  test('it says which permission to give when the key has too few', async () => {
    const server = kept(
      await startAnswering((_request, response) => {
        response.writeHead(403).end('{"error":{"type":"invalid_request_error"}}');
      }),
    );
    const failure = await failureOf(all(stripeEvents({ baseUrl: server.url, apiKey: key })));
    expect(failure.message).toMatch(/answered 403: give the restricted key the permission to read/);
  });

  test('it names the 30 days when the event is gone', async () => {
    const server = await stripe();
    const gone = { eventId: 'evt_x', eventType: 'a', sentAtMs: noon, ref: 'evt_x' };
    const failure = await failureOf(clientOf(server).fetchBody?.(gone) ?? Promise.resolve());
    expect(failure.message).toMatch(/evt_x answered 404: is it older than the 30 days/);
  });

  test.each([
    ['has another shape', { object: 'list', data: [{ id: 7 }] }, /\(has_more: expected .*\)/],
    [
      'has an event without time',
      { object: 'list', has_more: false, data: [{ id: 'e', type: 't' }] },
      /\(data\.0\.created: /,
    ],
    ['is no JSON', '<html>', /\(content: expected Object\)/],
    [
      'has always more',
      { object: 'list', has_more: true, data: [{ id: 'e', type: 't', created: noon / 1000 }] },
      /does not get any further/,
    ],
    [
      'has more behind nothing',
      { object: 'list', has_more: true, data: [] },
      /does not get any further/,
    ],
  ])('it fails in one line when the answer %s', async (_name, body, expected) => {
    const baseUrl = await answering(body);
    const failure = await failureOf(all(stripeEvents({ baseUrl, apiKey: key })));
    expect(failure).toBeInstanceOf(OperationFailed);
    expect(failure.message).toMatch(expected);
  });

  test('it goes nowhere else when the answer is a redirect', async () => {
    const elsewhere = await stripe();
    const server = kept(
      await startAnswering((_request, response) => {
        response.writeHead(302, { location: `${elsewhere.url}/v1/events` }).end();
      }),
    );
    const failure = await failureOf(all(stripeEvents({ baseUrl: server.url, apiKey: key })));
    expect(failure.message).toMatch(/answered with a redirect, which is not followed/);
    expect(elsewhere.calls).toEqual([]);
  });

  test('it says what to check when nobody listens', async () => {
    const server = await startAnswering(() => {});
    server.close();
    const failure = await failureOf(all(stripeEvents({ baseUrl: server.url, apiKey: key })));
    expect(failure.message).toMatch(/cannot be reached \(ECONNREFUSED\): check the network/);
  });
});

describe("GitHub's deliveries", () => {
  const delivery = (id: string, guid: string, atMs: number): GithubStandInDelivery => ({
    id,
    guid,
    delivered_at: new Date(atMs).toISOString(),
    event: 'push',
    status: 'OK',
    status_code: 200,
  });
  const many = () =>
    Array.from({ length: 250 }, (_, index) =>
      delivery(String(9_007_199_254_740_993n + BigInt(index)), `guid-${index}`, noon + index),
    );
  const github = async (deliveries = many(), at = hook) =>
    kept(await startGithub({ token: key, hook: at }, deliveries));
  const clientOf = ({ url }: { readonly url: string }, apiKey = key, at = hook) =>
    githubDeliveries({ baseUrl: `${url}/`, apiKey, hook: at });

  test('all come newest first when there are three pages', async () => {
    const server = await github();
    const listed = await all(clientOf(server));
    expect(listed).toHaveLength(250);
    expect(listed[0]).toEqual({
      eventId: 'guid-249',
      eventType: 'push',
      sentAtMs: noon + 249,
      providerStatus: 'OK (200)',
      ref: '9007199254741242',
    });
    expect(listed[249]?.ref).toBe('9007199254740993');
    expect(server.calls).toHaveLength(3);
    expect(server.calls[0]).toMatchObject({
      path: `${hook}/deliveries?per_page=100`,
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'sallyport',
      },
    });
  });

  test('a GUID comes once, as its newest attempt, when it was sent again', async () => {
    const attempts = [
      delivery('1', 'one', noon),
      { ...delivery('2', 'two', noon + 1), status: 'failed to connect', status_code: 502 },
      delivery('3', 'one', noon + 2),
    ];
    const listed = await all(clientOf(await github(attempts)));
    expect(
      listed.map(({ eventId, ref, providerStatus }) => [eventId, ref, providerStatus]),
    ).toEqual([
      ['one', '3', 'OK (200)'],
      ['two', '2', 'failed to connect (502)'],
    ]);
  });

  test('no further page is asked for when one reaches back before the range', async () => {
    const server = await github();
    const listed = await all(clientOf(server), { sinceMs: noon + 200, untilMs: noon + 240 });
    expect(listed.map(({ sentAtMs }) => sentAtMs - noon)).toEqual(
      Array.from({ length: 41 }, (_, index) => 240 - index),
    );
    expect(server.calls).toHaveLength(1);
  });

  test('the same GUID is sent once more when it is asked for again', async () => {
    const attempts = many();
    const server = await github(attempts, '/app/hook');
    const api = clientOf(server, key, '/app/hook');
    const [event] = await all(api);
    if (event) await api.askAgain?.(event);
    expect(server.calls.at(-1)).toMatchObject({
      method: 'POST',
      path: '/app/hook/deliveries/9007199254741242/attempts',
    });
    expect(attempts.at(-1)).toMatchObject({ guid: 'guid-249', redelivery: true });
  });

  test('it names the 3 days when the delivery is gone', async () => {
    const gone = { eventId: 'x', eventType: 'push', sentAtMs: noon, ref: '5' };
    const asked = clientOf(await github([])).askAgain?.(gone);
    const failure = await failureOf(asked ?? Promise.resolve());
    expect(failure.message).toMatch(/answered 404: is it older than the 3 days .*\(write\)/);
  });

  test.each([
    ['the token is refused', 'other', hook, /answered 401: give a token that is valid/],
    [
      'the hook is not there',
      key,
      '/orgs/octo/hooks/1',
      /answered 404: check "\/orgs\/octo\/hooks\/1", and give the token the organization permission "Webhooks" \(read\)/,
    ],
  ])('it says what to give when %s', async (_name, apiKey, at, expected) => {
    const failure = await failureOf(all(clientOf(await github(), apiKey, at)));
    expect(failure).toBeInstanceOf(OperationFailed);
    expect(failure.message).toMatch(expected);
  });

  test('it says when to come back when the limit is spent and that comes as 403', async () => {
    const reset = String(Math.ceil(Date.now() / 1000) + 600);
    const server = kept(
      await startAnswering((_request, response) => {
        const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
        response.writeHead(403, headers).end('{}');
      }),
    );
    const failure = await failureOf(all(clientOf(server)));
    expect(failure.message).toMatch(/answered 403 \(too many requests\): run again in \d+ seconds/);
  });

  test.each([
    ['at another place', '<https://attacker.example/app/hook/deliveries?cursor=x>; rel="next"'],
    ['this one', '<?per_page=100>; rel="next"'],
  ])('it stops when the next page is %s', async (_name, link) => {
    const failure = await failureOf(all(clientOf({ url: await answering([], { link }) })));
    expect(failure.message).toMatch(/names a next page that is elsewhere or this one/);
  });

  test('it fails in one line when the answer has another shape', async () => {
    const url = await answering([{ ...delivery('1', 'one', noon), id: 1, delivered_at: 'today' }]);
    const failure = await failureOf(all(clientOf({ url })));
    expect(failure.message).toMatch(/\(0\.delivered_at: expected .*\): is the base URL right\?$/);
  });

  test.each([
    undefined,
    '/repos/octo/hooks/42',
    '/repos/octo/../hooks/42',
    '/repos/octo/box/hooks/42/',
    'https://github.com/octo/box',
  ])('it asks for a path when the hook is %s', (at) => {
    const settings = { apiKey: key, ...(at !== undefined && { hook: at }) };
    expect(() => githubDeliveries(settings)).toThrow(UsageError);
  });
});

test.each([
  'http://api.stripe.com',
  'http://127.0.0.1.example',
  'http://10.0.0.1',
  'ftp://localhost',
  'https://user:secret@api.stripe.com',
  'https://api.stripe.com?x=1',
  'api.stripe.com',
])('no client is made when the base URL is %s', (baseUrl) => {
  expect(() => stripeEvents({ baseUrl, apiKey: key })).toThrow(UsageError);
});

test.each([
  'http://localhost:1',
  'http://[::1]:1',
  'http://127.0.0.1',
  'https://ghe.example/api/v3',
])('a client is made when the base URL is %s', (baseUrl) => {
  expect(() => githubDeliveries({ baseUrl, apiKey: key, hook })).not.toThrow();
});

test.each(['', `${key}\n`, 'schlüssel'])('no client is made when the key is %j', (apiKey) => {
  expect(() => stripeEvents({ apiKey })).toThrow(/^the API key is empty or holds characters/);
});
