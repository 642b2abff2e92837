import { createHmac } from 'node:crypto';
import { receive } from '../../lambda/ingress/receive.ts';
import { type TestIngress, type TestSecrets, testIngress } from './ingress-fakes.ts';
import { outcomeOf } from './preset-cases.ts';
import { type RequestParts, rawRequest } from './requests.ts';

/* What a provider asks of an endpoint before it delivers to it. */

export const handshakeSecret = 'a-signing-secret-of-enough-letters';

/** An ingress with one source, `it`. */
export function receiver(
  provider: string,
  more: object = {},
  secrets: TestSecrets = { current: { signing: handshakeSecret } },
): TestIngress {
  return testIngress({ it: { provider, ...more } }, { it: secrets });
}

/** What the source `it` answers, and what became of the request. */
export async function ask(
  ingress: TestIngress,
  { query = {}, ...parts }: Partial<RequestParts> & { readonly query?: Record<string, string> },
) {
  const raw = { ...rawRequest({ source: 'it', ...parts }), query: Object.entries(query) };
  const receipt = await receive(raw, ingress);
  return { outcome: outcomeOf(receipt), ...receipt.reply };
}

export const hmac = (text: string, encoding: 'hex' | 'base64'): string =>
  createHmac('sha256', handshakeSecret).update(text).digest(encoding);
