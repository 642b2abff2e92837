import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { publicKey } from '../crypto/public-key.ts';
import type { KeyRequest, PublishedKeyStore } from '../ingress/ports.ts';
import { DependencyError } from '../model/errors.ts';
import type { PublishedKey } from '../model/secrets.ts';
import { type Clock, minutesToMs, secondsToMs } from '../model/time.ts';

const keepForMs = minutesToMs(60);
/** How long a set is left alone after it was read because of a mismatch, and how long a failed address is. */
const reloadAfterMs = secondsToMs(60);
const timeoutMs = secondsToMs(3);
const maxAnswerBytes = 64 * 1024;
/** Addresses remembered at a time: where the request names the address, a forger must not fill our memory. */
const maxAddresses = 32;
/** Reads a minute: nor make us ask the sender's host without end. */
const maxReadsAMinute = 20;

interface Entry {
  readonly request: KeyRequest;
  readonly keys: readonly PublishedKey[];
  readonly readAtMs: number;
}

interface Settings {
  readonly clock: Clock;
  /** Stands before every address in a local run, whose keys are its own: `http://127.0.0.1:1234/`. */
  readonly relay?: string;
}

/** Keys that senders publish, fetched over HTTPS and kept for an hour; concurrent requests share one read. Redirects are refused. */
export function publishedKeyStore({ clock, relay = '' }: Settings): PublishedKeyStore {
  const entries = new Map<string, Entry>();
  const reading = new Map<string, Promise<Entry>>();
  const failedAtMs = new Map<string, number>();
  let recentReads: number[] = [];

  function read(request: KeyRequest): Promise<Entry> {
    const running = reading.get(request.address);
    if (running !== undefined) return running;
    guardRate();
    const started = fetchKeys(`${relay}${request.address}`, request)
      .then((keys) => remember(request, keys))
      .catch((error: unknown) => {
        rememberFailure(request.address);
        throw new DependencyError(`the key at ${new URL(request.address).host}`, error);
      })
      .finally(() => reading.delete(request.address));
    reading.set(request.address, started);
    return started;
  }

  function rememberFailure(address: string): void {
    failedAtMs.delete(address);
    failedAtMs.set(address, clock.nowMs());
    const [oldest] = failedAtMs.keys();
    if (failedAtMs.size > maxAddresses && oldest !== undefined) failedAtMs.delete(oldest);
  }

  function guardRate(): void {
    const now = clock.nowMs();
    recentReads = recentReads.filter((at) => now - at < minutesToMs(1));
    if (recentReads.length >= maxReadsAMinute)
      throw new DependencyError('published keys', new Error('too many addresses within a minute'));
    recentReads.push(now);
  }

  function remember(request: KeyRequest, keys: readonly PublishedKey[]): Entry {
    const entry = { request, keys, readAtMs: clock.nowMs() };
    entries.delete(request.address);
    entries.set(request.address, entry);
    const [oldest] = entries.keys();
    if (entries.size > maxAddresses && oldest !== undefined) entries.delete(oldest);
    return entry;
  }

  return {
    async load(request) {
      const known = entries.get(request.address);
      if (known !== undefined && clock.nowMs() - known.readAtMs < keepForMs) return known.keys;
      const failed = failedAtMs.get(request.address) ?? -Infinity;
      const isResting = clock.nowMs() - failed < reloadAfterMs;
      if (known !== undefined)
        return isResting ? known.keys : (await read(request).catch(() => known)).keys;
      if (isResting) throw new DependencyError('published keys', new Error('failed a moment ago'));
      return (await read(request)).keys;
    },

    async reloadAfterMismatch(keys) {
      const known = [...entries.values()].find((entry) => entry.keys === keys);
      if (known === undefined || clock.nowMs() - known.readAtMs < reloadAfterMs) return undefined;
      return (await read(known.request)).keys;
    },
  };
}

async function fetchKeys(address: string, request: KeyRequest): Promise<readonly PublishedKey[]> {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  const keys = parseKeys(await limitedText(response), request);
  if (keys.length === 0) throw new Error('the answer holds no key');
  return keys;
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new Error(`the answer is longer than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseKeys(text: string, { answers, json }: KeyRequest): readonly PublishedKey[] {
  if (answers === 'pem') return fromPem(text);
  const value: unknown = JSON.parse(text);
  return answers === 'jwks' ? fromJwks(value) : fromPem(String(valueAt(value, json ?? 'key')));
}

function fromPem(text: string): readonly PublishedKey[] {
  const signing = publicKey(text, text.includes('-----BEGIN') ? 'pem' : 'spki-base64');
  return signing === undefined ? [] : [{ signing }];
}

function fromJwks(value: unknown): readonly PublishedKey[] {
  const { keys = [] } = value as { readonly keys?: readonly (JsonWebKey & { kid?: string })[] };
  return keys.flatMap((jwk) => {
    const signing = fromJwk(jwk);
    return signing === undefined ? [] : [{ signing, ...(jwk.kid && { keyId: jwk.kid }) }];
  });
}

function fromJwk(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    // A set may hold kinds of keys that we do not know; the others still count.
    return undefined;
  }
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
