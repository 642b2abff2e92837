import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface ConsoleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the query, where there is one. */
  readonly token?: string | undefined;
}

export type Admission =
  | { readonly kind: 'admitted' }
  /** The link was opened: the browser gets the cookie, and the token leaves its address bar. */
  | { readonly kind: 'exchange'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly httpStatus: 401 | 403 | 415; readonly error: string };

export interface Access {
  /** To be opened in the operator's browser. */
  readonly link: string;
  admit(request: ConsoleRequest): Admission;
}

/** A page of another site cannot send it without asking first, and that is refused. */
const ownHeader = 'x-sallyport-console';

/**
 * Who may use a console on loopback: the browser that opened its link. The name in `Host` must be ours, or somebody who points his own name
 * to loopback could read everything (DNS rebinding). `Origin` and `Sec-Fetch-Site` must not be another site's, and what changes something
 * needs a header that no form can send (cross-site request forgery).
 */
export function consoleAccess(url: string): Access {
  const { port } = new URL(url);
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  const token = newSecret();
  const session = newSecret();
  // Cookies know no ports: two consoles must not take each other's.
  const cookieName = `sallyport-console-${port}`;
  const cookie = `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;

  return {
    link: `${url}/?token=${token}`,
    admit(request) {
      const { method, headers } = request;
      if (!names.includes(headers.host ?? ''))
        return refused(403, 'the console is called by another name: open the link that it printed');
      if (isForeign(request)) return refused(403, 'another site asked for this');
      if (method === 'GET' && request.token !== undefined && isSame(request.token, token))
        return { kind: 'exchange', cookie };
      if (!isSame(cookieIn(headers.cookie, cookieName), session))
        return refused(401, 'this session is over: open the link that the console printed');
      return method === 'GET' ? { kind: 'admitted' } : admitChange(headers);
    },
  };
}

const refused = (httpStatus: 401 | 403 | 415, error: string) =>
  ({ kind: 'refused', httpStatus, error }) as const;

const newSecret = (): string => randomBytes(32).toString('base64url');

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

const cookieIn = (header: string | undefined, name: string): string =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? '';

/** A browser says where a request comes from. Another site may link to a view, and do nothing else. */
function isForeign({ method, path, headers }: ConsoleRequest): boolean {
  const { origin, host } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  const site = headers['sec-fetch-site'] ?? 'none';
  const isLink =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && !path.startsWith('/api/');
  return site !== 'same-origin' && site !== 'none' && !isLink;
}

function admitChange(headers: IncomingHttpHeaders): Admission {
  if (headers.origin === undefined || headers[ownHeader] !== '1')
    return refused(403, 'only the page of the console may ask for this');
  return headers['content-type'] === 'application/json'
    ? { kind: 'admitted' }
    : refused(415, 'the content type is not application/json');
}
