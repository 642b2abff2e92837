import { decodeText } from '../crypto/encoding.ts';
import { equalDigests } from '../crypto/equal.ts';
import { digestOf } from '../crypto/hash.ts';
import { defaultToleranceSeconds, type JwtScheme } from '../model/signature-scheme.ts';
import type { SignedTime } from '../model/time.ts';
import { joined, joinedBytes, render } from './render.ts';
import { refuse, type SignatureVerdict, type SignedRequest } from './verdict.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Whether the claims of a verified token say what the scheme demands: who sent it, to whom, and over which bytes. */
export function checkClaims(
  scheme: JwtScheme,
  claims: Claims,
  request: SignedRequest,
): SignatureVerdict {
  const issuers = scheme.issuer === undefined ? undefined : [scheme.issuer].flat();
  if (issuers && !issuers.some((issuer) => issuer === claims['iss']))
    return refuse('signature-mismatch');
  if (!namedClaimsHold(scheme, claims, request)) return refuse('signature-mismatch');
  if (!hashHolds(scheme.bodyHash, claims, request.body)) return refuse('signature-mismatch');
  const address = hashedAddress(scheme, request);
  if (scheme.urlHash && !(address && hashHolds(scheme.urlHash, claims, address)))
    return refuse('signature-mismatch');
  const timestamp = timestampOf(scheme, claims);
  if (typeof timestamp === 'string') return refuse(timestamp);
  return { ok: true, ...(timestamp && { signedTime: timestamp }) };
}

/** What a hash of the address is made over. */
export function hashedAddress({ urlHash }: JwtScheme, request: SignedRequest): Buffer | undefined {
  const content = urlHash?.of && render(urlHash.of, { request });
  if (content === undefined) return Buffer.from(request.url ?? '');
  return content.kind === 'content' ? joinedBytes(content.parts) : undefined;
}

function namedClaimsHold(scheme: JwtScheme, claims: Claims, request: SignedRequest): boolean {
  return Object.entries(scheme.claims ?? {}).every(([name, template]) => {
    const content = render(template, { request });
    if (content.kind !== 'content') return false;
    const claim = claims[name];
    const expected = joined(content.parts);
    return (Array.isArray(claim) ? claim : [claim]).some((value) => String(value) === expected);
  });
}

function hashHolds(rule: JwtScheme['bodyHash'], claims: Claims, content: Uint8Array): boolean {
  if (rule === undefined) return true;
  const claim = claims[rule.claim];
  if (claim === undefined) return rule.absentWhenEmpty === true && content.byteLength === 0;
  const received = typeof claim === 'string' ? decodeText(claim, rule.encoding) : undefined;
  return received !== undefined && equalDigests(received, digestOf(rule.algorithm, [content]));
}

/** When the token was made and until when it holds; absent claims are absent, malformed ones refuse. */
function timestampOf(
  scheme: JwtScheme,
  claims: Claims,
): SignedTime | 'timestamp-missing' | 'timestamp-malformed' | undefined {
  const instants = ['iat', 'exp', 'nbf'].map((name) => claims[name]);
  if (instants.some((value) => value !== undefined && !Number.isFinite(value)))
    return 'timestamp-malformed';
  const [issuedAt, expires, notBefore] = instants as (number | undefined)[];
  if (scheme.maxAgeSeconds !== undefined && issuedAt === undefined) return 'timestamp-missing';
  return {
    toleranceSeconds: scheme.maxAgeSeconds ?? defaultToleranceSeconds,
    ...(scheme.maxAgeSeconds !== undefined &&
      issuedAt !== undefined && { signedAtMs: issuedAt * 1000 }),
    ...(expires !== undefined && { expiresAtMs: expires * 1000 }),
    ...(notBefore !== undefined && { notBeforeMs: notBefore * 1000 }),
  };
}
