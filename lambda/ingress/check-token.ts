import { equalDigests } from '../crypto/equal.ts';
import { sha256, sha256Hex } from '../crypto/hash.ts';
import {
  type KeyedRequest,
  type RejectedRequest,
  reject,
  type TokenCheckedRequest,
  withPassed,
} from '../model/delivery.ts';
import type { NormalizedRequest } from '../model/request.ts';
import type { TokenRule } from '../model/source.ts';
import { textsAt } from '../schemes/single-value.ts';

/** Passes the request when the token in its one place equals a live version of the shared secret, or when the source asks for none. */
export function checkToken(keyed: KeyedRequest): TokenCheckedRequest | RejectedRequest {
  const { token } = keyed.source;
  if (token === undefined) return { ...keyed, stage: 'token-checked' };
  const received = tokensAt(keyed.request, token);
  const [first] = received;
  if (first === undefined || received.includes('')) return reject(keyed, 'token-missing', 'token');
  if (received.length > 1 && !mayRepeat(token)) return reject(keyed, 'token-duplicated', 'token');
  const match = keyed.secrets.find(
    (version) =>
      version.token !== undefined &&
      allEqual(received, expectedText(version.token.export(), token)),
  );
  if (match === undefined) return reject(keyed, 'token-mismatch', 'token');
  return {
    ...keyed,
    stage: 'token-checked',
    secretVersion: match.label,
    checks: withPassed(keyed.checks, 'token'),
  };
}

const tokensAt = (request: NormalizedRequest, rule: TokenRule): readonly string[] =>
  'path' in rule
    ? request.pathToken === undefined
      ? []
      : [request.pathToken]
    : textsAt(request, rule);

/** A path with `*` finds one token in each element of a list; all of them must be right. */
const mayRepeat = (rule: TokenRule): boolean =>
  'json' in rule && rule.json.split('.').includes('*');

/** What the sender shows of the secret. */
function expectedText(secret: Buffer, { as, prefix = '' }: TokenRule): string {
  if (as === 'basic') return `Basic ${secret.toString('base64')}`;
  return `${prefix}${as === 'sha256-hex' ? sha256Hex(secret) : secret.toString('utf8')}`;
}

/** Digests have one length, so the comparison takes the same time whatever was sent. */
function allEqual(received: readonly string[], expected: string): boolean {
  const digest = sha256(expected);
  return received.every((text) => equalDigests(sha256(text), digest));
}
