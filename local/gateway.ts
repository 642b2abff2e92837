import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ulid } from 'ulid';
import { routeOf, type Source } from '../lambda/model/source.ts';
import type { FunctionThread } from './function-thread.ts';

/* Stand-in for API Gateway's Lambda proxy integration: the real event shape, base64 bodies, source address and payload limits. */

/** Largest request that API Gateway takes, and largest event that Lambda takes: 10 MB and 6 MB. */
const maxBodyBytes = 10 * 1024 * 1024;
const maxEventBytes = 6 * 1024 * 1024;

interface Gateway {
  readonly sources: readonly Source[];
  readonly ingress: FunctionThread;
}

/** Answers HTTP requests through the ingress function. */
export function gatewayListener(gateway: Gateway): RequestListener {
  return (request, response) => {
    respond(request, response, gateway).catch((error: unknown) => {
      if (!response.headersSent) {
        sendOwn(response, 503, 'temporarily unavailable', { 'retry-after': '60' });
      }
      process.stderr.write(`gateway: ${String(error)}\n`);
    });
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { sources, ingress }: Gateway,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const route = matchRoute(url.pathname, sources);
  const body = await readBody(request);
  if (body === undefined) return sendOwn(response, 413, 'payload too large');
  if (route === undefined) return sendOwn(response, 404, 'not found');
  const event = toProxyEvent(request, { url, ...route, body });
  if (JSON.stringify(event).length > maxEventBytes)
    return sendOwn(response, 413, 'payload too large');
  const result = await ingress.invoke<APIGatewayProxyResult>(event);
  response.writeHead(result.statusCode, result.headers as Record<string, string>);
  response.end(result.body);
}

/** What the gateway itself answers, without the function: flat, like the gateway responses of the deployed API. */
function sendOwn(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const id = ulid();
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-sallyport-id': id,
    ...headers,
  });
  response.end(JSON.stringify({ message, id }));
}

/** The whole body, or undefined when it is over the limit; then the rest is read and dropped, so that the reply arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks) : undefined;
}

interface Route {
  /** The matched route, as API Gateway writes it. */
  readonly resource: string;
  /** What stands where the route has a parameter, by its name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Matched extends Route {
  readonly url: URL;
  readonly body: Buffer;
}

/** One static route per source, with a token or a tenant behind it where the source has one in its path. */
function matchRoute(pathname: string, sources: readonly Source[]): Route | undefined {
  const [root, id, last, ...rest] = pathname.slice(1).split('/');
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined || rest.length > 0) return undefined;
  const resource = routeOf(source);
  if (!resource.startsWith(`/${root}/`)) return undefined;
  const [, parameter] = /\{(\w+)\}$/.exec(resource) ?? [];
  if (parameter === undefined) return last === undefined ? { resource } : undefined;
  return last ? { resource, parameters: { [parameter]: decoded(last) } } : undefined;
}

/** As API Gateway hands it over; what is no percent-encoding stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The part of the proxy event that the REST API fills for a `*`/`*` binary route; everything the function may read is here. */
function toProxyEvent(
  request: IncomingMessage,
  { url, resource, parameters, body }: Matched,
): APIGatewayProxyEvent {
  const multiValueHeaders = grouped(pairsOf(request.rawHeaders));
  const query = grouped([...url.searchParams]);
  const requestContext = {
    accountId: '000000000000',
    apiId: 'local',
    httpMethod: request.method ?? 'GET',
    identity: { sourceIp: sourceIpOf(request) },
    path: url.pathname,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: ulid(),
    requestTimeEpoch: Date.now(),
    resourceId: 'local',
    resourcePath: resource,
    stage: 'local',
  };
  return {
    resource,
    path: url.pathname,
    httpMethod: request.method ?? 'GET',
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: Object.keys(query).length === 0 ? null : lastValues(query),
    multiValueQueryStringParameters: Object.keys(query).length === 0 ? null : query,
    pathParameters: parameters ?? null,
    stageVariables: null,
    body: body.length === 0 ? null : body.toString('base64'),
    isBase64Encoded: body.length > 0,
    requestContext: requestContext as APIGatewayProxyEvent['requestContext'],
  };
}

/** The peer's address; on loopback, and only there, `x-forwarded-for` may set it, so that allow lists can be tried out. */
function sourceIpOf(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? '';
  const isLoopback = peer === '::1' || peer.replace('::ffff:', '').startsWith('127.');
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')[0]
    ?.trim();
  return isLoopback && forwarded ? forwarded : peer;
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, at) =>
    at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as [string, string]] : [],
  );
}

/** Values by name; header names that differ in case alone are one header. */
function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  // No prototype: a header may be called `__proto__`.
  const groups: Record<string, string[]> = Object.create(null);
  for (const [name, value] of pairs) {
    const known = Object.keys(groups).find((other) => other.toLowerCase() === name.toLowerCase());
    const group = groups[known ?? name];
    if (group === undefined) groups[name] = [value];
    else group.push(value);
  }
  return groups;
}

const lastValues = (groups: Readonly<Record<string, string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) ?? '']));
