import { hmacHex } from './requests.ts';

/* Senders of a local run's sources, which sign with code of their own. */

export interface Sent {
  readonly httpStatus: number;
  /** Id of the record. */
  readonly id: string;
}

export async function post(
  url: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<Sent> {
  const response = await fetch(url, { method: 'POST', body: Buffer.from(body), headers });
  await response.arrayBuffer();
  return { httpStatus: response.status, id: response.headers.get('x-sallyport-id') ?? '' };
}

/** Stripe's signature of a body, made now. */
export function stripeHeaders(secret: string, body: string): Readonly<Record<string, string>> {
  const seconds = Math.floor(Date.now() / 1000);
  return { 'stripe-signature': `t=${seconds},v1=${hmacHex(secret, `${seconds}.${body}`)}` };
}

/** Slack's signature of a body, made now. */
export function slackHeaders(secret: string, body: string): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(Date.now() / 1000));
  return {
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${hmacHex(secret, `v0:${seconds}:${body}`)}`,
  };
}

/** GitHub's signature of a body. */
export const githubHeaders = (
  secret: string,
  body: string | Uint8Array,
): Readonly<Record<string, string>> => ({
  'x-hub-signature-256': `sha256=${hmacHex(secret, body)}`,
});
