import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { OperationFailed, UsageError } from '../failure.ts';
import type { Access } from './access.ts';
import { type Answer, type ApiRequest, NotAnswered } from './answer.ts';
import { streamEvents } from './event-stream.ts';
import type { PageFile } from './page-files.ts';

/** Nothing comes from elsewhere, nothing that a sender wrote can run, and no other page sees this one. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

const mostBodyBytes = 64 * 1024;

interface Settings {
  readonly access: Access;
  readonly fileAt: (path: string) => Promise<PageFile | undefined>;
  readonly api: (request: ApiRequest) => Promise<Answer>;
}

/** The console's server: its page, and the answers that the page asks for, to whoever `access` admits. */
export function consoleListener(settings: Settings): RequestListener {
  return async (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const address = addressOf(request);
    try {
      await handle(request, response, { ...settings, address });
    } catch (error) {
      fail(response, address.pathname, failureOf(error));
    }
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { access, fileAt, api, address }: Settings & { readonly address: URL },
): Promise<void> {
  const { method = '', headers } = request;
  const { pathname: path, searchParams: query } = address;
  const token = query.get('token') ?? undefined;
  const admission = access.admit({ method, path, headers, token });
  if (admission.kind === 'refused') {
    fail(response, path, admission);
  } else if (admission.kind === 'exchange') {
    response.writeHead(303, { location: path, 'set-cookie': admission.cookie }).end();
  } else if (path.startsWith('/api/')) {
    const body = method === 'POST' ? await readJson(request) : undefined;
    send(response, await api({ method, path: path.slice('/api'.length), query, body }));
  } else {
    sendFile(response, path, await fileAt(path));
  }
}

function addressOf({ url = '/' }: IncomingMessage): URL {
  // Only its path and query are looked at.
  return new URL(url.startsWith('/') ? `http://console${url}` : 'http://console/');
}

function send(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'json':
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(JSON.stringify(answer.value));
      return;
    case 'download':
      response.setHeader('content-type', 'application/octet-stream');
      response.setHeader('content-disposition', `attachment; filename="${answer.name}"`);
      response.end(answer.bytes);
      return;
    case 'events':
      streamEvents(response, answer.start);
  }
}

function sendFile(response: ServerResponse, path: string, file: PageFile | undefined): void {
  if (file === undefined) throw new NotAnswered(404, `there is nothing at ${path}`);
  response.setHeader('content-type', file.contentType);
  response.end(file.content);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) throw new NotAnswered(413, 'the request is too large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new NotAnswered(400, 'the request is no JSON');
  }
}

interface Failure {
  readonly httpStatus: number;
  readonly error: string;
}

function fail(response: ServerResponse, path: string, { httpStatus, error }: Failure): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isForPage = path.startsWith('/api/');
  const type = isForPage ? 'application/json' : 'text/plain';
  response.writeHead(httpStatus, { 'content-type': `${type}; charset=utf-8` });
  response.end(isForPage ? JSON.stringify({ error }) : `${error}\n`);
}

function failureOf(error: unknown): Failure {
  const text = error instanceof Error ? error.message || error.name : String(error);
  if (error instanceof NotAnswered) return { httpStatus: error.httpStatus, error: text };
  if (error instanceof UsageError) return { httpStatus: 400, error: text };
  if (error instanceof OperationFailed) return { httpStatus: 409, error: text };
  process.stderr.write(`console: ${text}\n`);
  return { httpStatus: 503, error: text };
}
