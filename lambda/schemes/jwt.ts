import type { KeyObject } from 'node:crypto';
import { decodeText } from '../crypto/encoding.ts';
import { digestOf } from '../crypto/hash.ts';
import type { JwtScheme } from '../model/signature-scheme.ts';
import { type Claims, checkClaims, hashedAddress } from './claims.ts';
import { jose } from './jose.ts';
import { isKeyFor, namedKeys, sampleHeader } from './jose-keys.ts';
import { joined, render } from './render.ts';
import { singleValue } from './single-value.ts';
import type { Signing } from './template-signature.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/** Accepts when the token verifies under one of the keys and its claims say what the scheme demands of them. */
export async function verifyJwt(
  scheme: JwtScheme,
  request: SignedRequest,
  keys: SigningKeys,
): Promise<SignatureVerdict> {
  const found = tokenOf(scheme, request);
  if (found.kind !== 'one') return refuse(`signature-${found.kind}`);
  const token = await parseToken(scheme, found.value);
  if (token === undefined) return refuse('signature-malformed');
  for (const { signing, label } of namedKeys(keys, token.keyId)) {
    if (!isKeyFor(signing, token.algorithm)) continue;
    const payload = await verifiedPayload(token, signing);
    if (payload === undefined) continue;
    const claims = asClaims(payload);
    if (claims === undefined) return refuse('signature-malformed');
    const verdict = checkClaims(scheme, claims, request);
    return verdict.ok && label ? { ...verdict, secretVersion: label } : verdict;
  }
  return refuse('signature-mismatch');
}

interface Token {
  readonly text: string;
  readonly algorithm: string;
  readonly keyId: string | undefined;
}

/** The token behind its prefix, of an algorithm that the scheme accepts. */
async function parseToken(
  { prefix = '', algorithms }: JwtScheme,
  text: string,
): Promise<Token | undefined> {
  if (!text.startsWith(prefix)) return undefined;
  const token = text.slice(prefix.length);
  const header = await protectedHeader(token);
  const algorithm = algorithms.find((allowed) => allowed === header?.alg);
  if (algorithm === undefined || !isCanonical(token)) return undefined;
  return { text: token, algorithm, keyId: header?.kid };
}

function tokenOf(scheme: JwtScheme, request: SignedRequest): ReturnType<typeof singleValue> {
  if (!scheme.inBody) return singleValue(request, { header: scheme.header ?? 'authorization' });
  const value = Buffer.from(request.body).toString('latin1');
  return value === '' ? { kind: 'missing' } : { kind: 'one', value };
}

async function protectedHeader(
  token: string,
): Promise<{ readonly alg?: string; readonly kid?: string } | undefined> {
  const { decodeProtectedHeader } = await jose();
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

async function verifiedPayload(
  { text, algorithm }: Token,
  key: KeyObject,
): Promise<Uint8Array | undefined> {
  const { compactVerify } = await jose();
  try {
    return (await compactVerify(text, key, { algorithms: [algorithm] })).payload;
  } catch {
    return undefined;
  }
}

/** Whether the signature has the one text that it can have: else one token would pass in several spellings. */
const isCanonical = (token: string): boolean =>
  decodeText(token.slice(token.lastIndexOf('.') + 1), 'base64url') !== undefined;

function asClaims(payload: Uint8Array): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** Long enough for a sample, short enough to be one. */
const sampleLifeSeconds = 300;

/** The request that `verifyJwt` accepts. */
export async function signJwt(
  scheme: JwtScheme,
  request: SignedRequest,
  { signedAtMs, key }: Signing,
): Promise<SignedRequest> {
  const claims = sampleClaims(scheme, request, Math.floor(signedAtMs / 1000));
  const { CompactSign } = await jose();
  const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ ...sampleHeader(key, scheme.algorithms), typ: 'JWT' })
    .sign(key);
  const text = `${scheme.prefix ?? ''}${token}`;
  if (scheme.inBody) return { ...request, body: Buffer.from(text) };
  const header = scheme.header ?? 'authorization';
  return { ...request, headers: new Map([...request.headers, [header, [text]]]) };
}

/** The claims that `checkClaims` demands. */
function sampleClaims(scheme: JwtScheme, request: SignedRequest, issuedAt: number): Claims {
  const { bodyHash, urlHash } = scheme;
  const issuer = [scheme.issuer ?? []].flat()[0];
  const hash = (rule: NonNullable<JwtScheme['bodyHash']>, content: string | Uint8Array) => ({
    [rule.claim]: digestOf(rule.algorithm, [content]).toString(rule.encoding),
  });
  const isHashed = bodyHash && !(bodyHash.absentWhenEmpty && request.body.byteLength === 0);
  return {
    jti: `sample-${issuedAt}`,
    iat: issuedAt,
    exp: issuedAt + sampleLifeSeconds,
    ...(issuer && { iss: issuer }),
    ...namedClaims(scheme, request),
    ...(isHashed && hash(bodyHash, request.body)),
    ...(urlHash && hash(urlHash, hashedAddress(scheme, request) ?? '')),
  };
}

function namedClaims({ claims = {} }: JwtScheme, request: SignedRequest): Claims {
  return Object.fromEntries(
    Object.entries(claims).map(([name, template]) => {
      const content = render(template, { request });
      if (content.kind !== 'content') throw new TypeError(`${content.what} is ${content.kind}`);
      return [name, joined(content.parts)];
    }),
  );
}
