import { createHash, createHmac } from 'node:crypto';
import { keepCallback } from '../../lambda/aws/callback-store.ts';
import type { EventTable } from '../../lambda/aws/event-change.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { secretKey } from '../../lambda/crypto/secret-key.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import { rawRequest } from '../support/requests.ts';
import { type Minted, type Sending, startMs } from './scenario.ts';

/* The receiver that the model has, and the requests that are made to it. */

const secret = 'model-signing-secret';

export const sources = readConfig(
  {
    sources: {
      model: {
        signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
        eventId: { json: 'id' },
      },
      answers: { callbacks: true, eventType: { json: 'type' } },
      others: { callbacks: true },
    },
  },
  new Map(),
);

const signing = secretKey(secret, 'utf8');
export const secrets = [
  { label: 'current', versionId: 'v1', ...(signing === undefined ? {} : { signing }) },
] as const;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The token of the callback of this name. */
const tokenOf = (name: string): string => name.padEnd(32, '-');
export const digestOf = (name: string): string => sha256(tokenOf(name));

export const expiresAtMs = ({ seconds }: Minted): number => startMs + seconds * 1000;

/** The request as API Gateway hands it over. */
export function requestOf(sending: Sending): RawRequest {
  const { to, isForged } = sending;
  const body = bodyOf(sending);
  if (to !== undefined)
    return { ...rawRequest({ source: 'answers', body }), pathToken: tokenOf(to) };
  const key = isForged ? 'another key' : secret;
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return rawRequest({ source: 'model', body, headers: { 'x-signature': signature } });
}

const bodyOf = ({ event, to, type, isConflict }: Sending): string =>
  to === undefined
    ? JSON.stringify({ id: event, ...(isConflict && { changed: true }) })
    : JSON.stringify({ says: event, ...(type !== undefined && { type }) });

/** Digest of what the request says. */
export const contentOf = (sending: Sending): string => sha256(bodyOf(sending));

/** Keeps the callback as whoever minted it does. */
export function mint(
  { name, source, uses, hasWaiter, ...minted }: Minted,
  table: EventTable,
  retentionDays: number,
): Promise<void> {
  return keepCallback(table, {
    sourceId: source,
    id: `01MINTED${name.padStart(18, '0')}`,
    digest: digestOf(name),
    ref: name,
    uses,
    expiresAtMs: expiresAtMs({ name, source, uses, ...minted }),
    retentionDays,
    ...(hasWaiter && { waiter: { kind: 'step-functions', taskToken: name } }),
  });
}
