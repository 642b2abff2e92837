import type { ApiError } from './api.ts';
import { askAgain, reportAnswer, reportSilence } from './connection.ts';

/** The server's refusal, in its words. `status` is 0 where it did not answer. */
export class ApiFailure extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The part of an address after `?`, with the values that are there; empty without any. */
export function queryString(values: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/**
 * What the server answers to a GET, taken by its word to be a `T`.
 * @throws ApiFailure when it refuses or does not answer; the connection's state is reported already.
 */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, { ...(signal && { signal }) });
  const isOver = response.status === 401 || response.status === 403;
  reportAnswer(isOver);
  return read<T>(response);
}

/** What the server answers to a POST, like `getJson`. A 403 may concern this one wish only. */
export async function postJson<T>(path: string, body: object): Promise<T> {
  const response = await request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sallyport-console': '1' },
    body: JSON.stringify(body),
  });
  if (response.status === 401 || response.status === 403) void askAgain();
  else reportAnswer(false);
  return read<T>(response);
}

async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    reportSilence();
    throw new ApiFailure('the console’s server does not answer', 0);
  }
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const answer: Partial<ApiError> = await response.json().catch(() => ({}));
  throw new ApiFailure(answer.error ?? `the server answered ${response.status}`, response.status);
}

/** The failure in words; undefined for a request that we called off ourselves. */
export function failureText(error: unknown): string | undefined {
  if (error instanceof DOMException && error.name === 'AbortError') return undefined;
  return error instanceof Error ? error.message : String(error);
}
