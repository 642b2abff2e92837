import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/* Servers on loopback that answer like Stripe's Events API and GitHub's webhook deliveries, as the vendors publish them. */

/** A request that a stand-in was sent; `path` has the query. */
export interface StandInCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface ProviderStandIn {
  /** `http://127.0.0.1:PORT`, to be given as the base URL. */
  readonly url: string;
  readonly calls: readonly StandInCall[];
  /** Answers the next requests with this status instead, after recording them. */
  failNext(count: number, status: 429 | 500, headers?: Readonly<Record<string, string>>): void;
  close(): void;
}

/** An event of the Events API; what is not given is filled in. */
export interface StripeStandInEvent {
  readonly id: string;
  readonly type: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly pending_webhooks?: number;
  readonly data?: { readonly object: object };
}

/** An attempt in GitHub's list. */
export interface GithubStandInDelivery {
  /** Digits; may be beyond 2^53. */
  readonly id: string;
  readonly guid: string;
  readonly delivered_at: string;
  readonly event: string;
  readonly status: string;
  readonly status_code: number;
  readonly redelivery?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server that answers as told, for what no vendor would say. */
export async function startAnswering(listener: RequestListener) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function start(
  answerTo: (call: StandInCall, url: URL) => Answer,
  write: (body: unknown) => string,
  trouble: (status: number) => unknown,
): Promise<ProviderStandIn> {
  const calls: StandInCall[] = [];
  const failures: Answer[] = [];
  const server = await startAnswering((request, response) => {
    const { method = '', url: path = '', headers } = request;
    const call = { method, path, headers };
    calls.push(call);
    const origin = `http://${headers.host ?? ''}`;
    const answer = failures.shift() ?? answerTo(call, new URL(path, origin));
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(write(answer.body));
  });
  const failNext: ProviderStandIn['failNext'] = (count, status, headers = {}) => {
    const failure = { status, body: trouble(status), headers };
    failures.push(...Array.from({ length: count }, () => failure));
  };
  return { ...server, calls, failNext };
}

/** `events` in any order; those that a test adds or takes away later count as well. */
export function startStripe(
  apiKey: string,
  events: readonly StripeStandInEvent[],
): Promise<ProviderStandIn> {
  const accepted = [`Bearer ${apiKey}`, `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`];
  return start(
    ({ method, headers }, { pathname, searchParams }) => {
      if (!accepted.includes(headers.authorization ?? ''))
        return stripeError(401, { message: 'Invalid API Key provided: sk_test_****' });
      if (method === 'GET' && pathname === '/v1/events') return stripeList(events, searchParams);
      const id = /^\/v1\/events\/([^/]+)$/.exec(pathname)?.[1];
      const event = events.find((one) => one.id === id);
      if (method === 'GET' && event) return { status: 200, body: stripeEvent(event) };
      return id === undefined
        ? stripeError(404, { message: `Unrecognized request URL (${method}: ${pathname}).` })
        : noSuchEvent(404, id, 'id');
    },
    // Stripe indents its answers.
    (body) => `${JSON.stringify(body, null, 2)}\n`,
    (status) => stripeError(status, { message: 'stand-in' }).body,
  );
}

function stripeList(events: readonly StripeStandInEvent[], query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return stripeError(400, { message: 'limit is not between 1 and 100', param: 'limit' });
  const from = Number(query.get('created[gte]') ?? 0);
  const to = Number(query.get('created[lte]') ?? Number.MAX_SAFE_INTEGER);
  const after = query.get('starting_after');
  const newestFirst = events.toSorted((one, other) => other.created - one.created);
  const start = after === null ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) return noSuchEvent(400, after, 'starting_after');
  const rest = newestFirst.slice(start).filter(({ created }) => created >= from && created <= to);
  const data = rest.slice(0, limit).map(stripeEvent);
  const body = { object: 'list', data, has_more: rest.length > limit, url: '/v1/events' };
  return { status: 200, body };
}

function stripeEvent({ id, ...event }: StripeStandInEvent) {
  const filled = { object: 'event', api_version: '2026-01-28', data: { object: {} } };
  return { id, ...filled, livemode: false, pending_webhooks: 0, request: null, ...event };
}

const stripeError = (status: number, error: object): Answer => ({
  status,
  body: { error: { type: status >= 500 ? 'api_error' : 'invalid_request_error', ...error } },
});

const noSuchEvent = (status: number, id: string, param: string): Answer =>
  stripeError(status, { code: 'resource_missing', message: `No such event: '${id}'`, param });

/** `deliveries` in any order; a redelivery adds the new attempt, and `onRedelivery` may send it. */
export function startGithub(
  settings: { readonly token: string; readonly hook: string },
  deliveries: GithubStandInDelivery[],
  onRedelivery: (attempt: GithubStandInDelivery) => void = () => {},
): Promise<ProviderStandIn> {
  return start(
    ({ method, headers }, url) => {
      if (!headers['user-agent']) return githubError(403, 'User-Agent required');
      if (headers.authorization !== `Bearer ${settings.token}`)
        return githubError(401, 'Bad credentials');
      if (method === 'GET' && url.pathname === `${settings.hook}/deliveries`)
        return githubList(deliveries, url);
      const id = /\/deliveries\/(\d+)\/attempts$/.exec(url.pathname)?.[1] ?? '';
      const first = deliveries.find((one) => one.id === id);
      if (method !== 'POST' || !first || !url.pathname.startsWith(`${settings.hook}/`))
        return githubError(404, 'Not Found');
      const ids = deliveries.map((one) => BigInt(one.id)).sort((a, b) => Number(a - b));
      const attempt = {
        ...first,
        id: String((ids.at(-1) ?? 0n) + 1n),
        redelivery: true,
        delivered_at: new Date().toISOString(),
      };
      deliveries.push(attempt);
      onRedelivery(attempt);
      return { status: 202, body: {} };
    },
    // Ids are numbers of up to 64 bits, which JSON.stringify cannot write.
    (body) => JSON.stringify(body).replaceAll(/"id":"(\d+)"/g, '"id":$1'),
    (status) => githubError(status, 'stand-in').body,
  );
}

function githubList(deliveries: readonly GithubStandInDelivery[], url: URL): Answer {
  const limit = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
  const cursor = /^v1_(\d+)$/.exec(url.searchParams.get('cursor') ?? '')?.[1];
  const newestFirst = deliveries.toSorted(
    (one, other) => Date.parse(other.delivered_at) - Date.parse(one.delivered_at),
  );
  const start = cursor === undefined ? 0 : newestFirst.findIndex(({ id }) => id === cursor);
  const next = newestFirst[start + limit];
  const target = new URL(`?per_page=${limit}&cursor=v1_${next?.id}`, url);
  const rest = { duration: 0.27, action: null, installation_id: null, repository_id: 1 };
  return {
    status: 200,
    body: newestFirst
      .slice(start, start + limit)
      .map((one) => ({ redelivery: false, ...rest, throttled_at: null, ...one })),
    headers: next ? { link: `<${target}>; rel="next"` } : {},
  };
}

const githubError = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
});
