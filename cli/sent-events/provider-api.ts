import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { OperationFailed, UsageError } from '../failure.ts';

/** One event that the provider says it sent. */
export interface SentEvent {
  /** The provider's id of the event as our records have it in `eventId`: Stripe's event id, GitHub's delivery GUID. */
  readonly eventId: string;
  /** Stripe's `type`; GitHub's `event`, without the action. */
  readonly eventType: string;
  /** Milliseconds since the epoch; Stripe gives whole seconds. */
  readonly sentAtMs: number;
  /** What the provider itself says became of it, where it says so: GitHub's status and status code, Stripe's `pending_webhooks`. */
  readonly providerStatus?: string;
  /** Handle for `fetchBody` and `askAgain`: Stripe's event id, GitHub's numeric delivery id as text. */
  readonly ref: string;
}

/** What a provider tells about the events that it sent. Everything fails with OperationFailed: one line, without the key. */
export interface ProviderApi {
  /** Newest first, both ends included; ends by itself at `sinceMs`. Providers forget: see each client for how far back the list goes. */
  list(range: { readonly sinceMs: number; readonly untilMs: number }): AsyncGenerator<SentEvent>;
  /** The event's body as the provider gives it out, exact bytes of the API's answer for that one event. Absent where the provider can send again itself. */
  readonly fetchBody?: (event: SentEvent) => Promise<Uint8Array>;
  /** Asks the provider to send the event once more, in the ordinary signed way. */
  readonly askAgain?: (event: SentEvent) => Promise<void>;
}

/** Where a provider's API is and what opens it. */
export interface ProviderApiSettings {
  /** The vendor's own API unless given: https, or http on loopback. */
  readonly baseUrl?: string;
  readonly apiKey: string;
  /** GitHub's path of the webhook: `/repos/OWNER/REPO/hooks/ID`, `/orgs/ORG/hooks/ID` or `/app/hook`. */
  readonly hook?: string;
}

/** One request to a provider's API. */
export interface ApiCall {
  /** What it is for, behind "cannot": "list the events". */
  readonly what: string;
  readonly method?: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** What the operator has to do, by status. */
  readonly remedies: Readonly<Record<number, string>>;
}

/** The successful answer to a call, whole. */
export interface ApiAnswer {
  readonly url: URL;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

interface Setback {
  readonly reason: string;
  readonly remedy: string;
  /** Whether another try has a chance. */
  readonly again: boolean;
  /** How long the provider asks to wait. */
  readonly pauseMs?: number | undefined;
}

const timeoutMs = 10_000;
const tries = 4;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * Calls a provider's API. At most 4 tries of 10 seconds each: again after 429, 5xx, a spent rate limit and a network error, after the pause that
 * the provider asks for or 0.5, 1 and 2 seconds. A pause over 30 seconds is left to the operator. Redirects are refused: they would carry the key
 * to a place nobody named.
 * @throws OperationFailed with one line: what, the URL without its query, what came back, what to do.
 */
export async function callApi(call: ApiCall): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(call);
    if ('bytes' in result) return result;
    const pauseMs = result.pauseMs ?? firstPauseMs * 2 ** (attempt - 1);
    if (!result.again || attempt === tries || pauseMs > longestPauseMs)
      throw new OperationFailed(
        `cannot ${call.what}: ${placeOf(call.url)} ${result.reason}: ${result.remedy}`,
      );
    await sleep(pauseMs);
  }
}

async function tryOnce(call: ApiCall): Promise<ApiAnswer | Setback> {
  const { method = 'GET', url, headers } = call;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method, headers, signal, redirect: 'error' });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return response.ok ? { url, headers: response.headers, bytes } : refusal(call, response);
  } catch (error) {
    return networkFailure(error);
  }
}

function refusal({ remedies }: ApiCall, { status, headers }: Response): Setback {
  const pauseMs = pauseAskedFor(headers);
  const reason = `answered ${status}`;
  // GitHub answers a spent limit with 403 as well as with 429, and either tells when to come back.
  if (status === 429 || (status === 403 && pauseMs !== undefined)) {
    const remedy = `run again in ${(pauseMs ?? 60_000) / 1000} seconds`;
    return { reason: `${reason} (too many requests)`, remedy, again: true, pauseMs };
  }
  if (status < 500)
    return { reason, remedy: remedies[status] ?? 'is the base URL right?', again: false };
  return { reason, remedy: 'the provider is in trouble: try again later', again: true, pauseMs };
}

/** From Retry-After, or else until GitHub's limit is filled up again; a date in Retry-After counts as none. */
function pauseAskedFor(headers: Headers): number | undefined {
  const retryAfter = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const reset = headers.get('x-ratelimit-reset') ?? '';
  if (headers.get('x-ratelimit-remaining') !== '0' || !/^\d+$/.test(reset)) return undefined;
  return Math.max(1, Math.ceil(Number(reset) - Date.now() / 1000)) * 1000;
}

/** Only codes and fixed words: the texts of `fetch` may quote what was sent. */
function networkFailure(error: unknown): Setback {
  const cause: unknown = typeof error === 'object' && error && Reflect.get(error, 'cause');
  if (textIn(cause, 'message') === 'unexpected redirect') {
    const reason = 'answered with a redirect, which is not followed with a key in hand';
    return { reason, remedy: 'give the base URL and the names as they are now', again: false };
  }
  const reason =
    textIn(error, 'name') === 'TimeoutError'
      ? `gave no answer within ${timeoutMs / 1000} seconds`
      : `cannot be reached (${textIn(cause, 'code') ?? 'connection failed'})`;
  return { reason, remedy: 'check the network and the base URL, or try later', again: true };
}

function textIn(value: unknown, name: string): string | undefined {
  const text: unknown = typeof value === 'object' && value ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

const placeOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`;

/**
 * The answer's JSON in the shape that the provider documents. Whole numbers beyond 2^53 are left as text, because they would lose digits.
 * @throws OperationFailed with one line that names the first place where the shape is different.
 */
export function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  { url, bytes }: ApiAnswer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseJson(new TextDecoder().decode(bytes)));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue) ?? 'content';
  throw new OperationFailed(
    `${placeOf(url)}: the answer is not as the provider documents it (${place}: expected ${issue.expected ?? 'another value'}): is the base URL right?`,
  );
}

function parseJson(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }) =>
    /^-?\d+$/.test(context?.source ?? '') && !Number.isSafeInteger(value) ? context?.source : value;
  try {
    return JSON.parse(text, exact);
  } catch {
    return undefined;
  }
}

/**
 * The URL of a path below a provider's base URL.
 * @throws UsageError when the base URL is neither https nor http on loopback, or has more than host, port and path. It is not quoted: it may hold a password.
 */
export function apiUrl(baseUrl: string, path: string): URL {
  const base = URL.parse(baseUrl);
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])$/.test(base?.hostname ?? '');
  if (base?.protocol !== 'https:' && !(base?.protocol === 'http:' && isLoopback))
    throw new UsageError(
      'the base URL of the API is not https: give https://HOST, or http only for 127.0.0.1, localhost or [::1]',
    );
  if (base.username || base.password || base.search || base.hash)
    throw new UsageError('the base URL of the API has more than host, port and path: leave it out');
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/, '')}${path}`);
}

/**
 * The key as a header.
 * @throws UsageError when it cannot be a key. It is not quoted.
 */
export function bearer(apiKey: string): { readonly authorization: string } {
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw new UsageError('the API key is empty or holds characters that no key has: copy it again');
  return { authorization: `Bearer ${apiKey}` };
}
