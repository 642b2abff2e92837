import { createHmac } from 'node:crypto';
import type { RawRequest } from '../../lambda/model/request.ts';

export interface RequestParts {
  readonly source: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  readonly method?: string;
  readonly from?: string;
}

/** A request as API Gateway hands it over: the body in base64. */
export function rawRequest({
  source,
  body = '',
  headers = {},
  method = 'POST',
  from = '192.0.2.1',
}: RequestParts): RawRequest {
  return {
    routeSourceId: source,
    method,
    headers: Array.isArray(headers) ? headers : Object.entries(headers),
    query: [],
    body: { text: Buffer.from(body).toString('base64'), base64: true },
    peerIp: from,
  };
}

/** Lower-case hex HMAC-SHA256, made here and not by the code under test. */
export const hmacHex = (secret: string, content: string | Uint8Array): string =>
  createHmac('sha256', secret).update(content).digest('hex');

/** The bank of the design: two addresses, a shared secret and an HMAC over the body. */
export const bank = {
  config: {
    allowList: ['203.0.113.45', '198.51.100.23'],
    token: { header: 'X-Secret' },
    signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
    eventId: { header: 'X-Event-Id' },
  },
  secrets: { current: { signing: 'bank-signing-secret', token: 'bank-shared-token' } },
} as const;

/** A request of the bank, right on all counts unless parts are replaced; a header set to undefined is left out. */
export function bankRequest(
  changes: {
    readonly body?: string | Uint8Array;
    readonly signedBody?: string | Uint8Array;
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly from?: string;
  } = {},
): RawRequest {
  const body = changes.body ?? '{"transfer":"T1","amount":100}';
  const { signing, token } = bank.secrets.current;
  const headers = {
    'X-Secret': token,
    'X-Signature': hmacHex(signing, changes.signedBody ?? body),
    'X-Event-Id': 'evt-1',
    ...changes.headers,
  };
  const sent = Object.entries(headers).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return rawRequest({ source: 'bank', body, headers: sent, from: changes.from ?? '203.0.113.45' });
}
