import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import { digestOf } from '../crypto/hash.ts';
import type { JwtScheme } from '../model/signature-scheme.ts';
import { checkClaims, type Claims } from './claims.ts';
import { algorithmFor, isKeyFor, namedKeys } from './jose-keys.ts';
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
  const { prefix = '' } = scheme;
  if (!found.value.startsWith(prefix)) return refuse('signature-malformed');
  const token = found.value.slice(prefix.length);
  const header = protectedHeader(token);
  const algorithm = scheme.algorithms.find((allowed) => allowed === header?.alg);
  if (header === undefined || algorithm === undefined) return refuse('signature-malformed');
  for (const { signing, label } of namedKeys(keys, header.kid)) {
    if (!isKeyFor(signing, algorithm)) continue;
    const payload = await verifiedPayload(token, signing, algorithm);
    if (payload === undefined) continue;
    const claims = asClaims(payload);
    if (claims === undefined) return refuse('signature-malformed');
    const verdict = checkClaims(scheme, claims, request);
    return verdict.ok && label ? { ...verdict, secretVersion: label } : verdict;
  }
  return refuse('signature-mismatch');
}

function tokenOf(scheme: JwtScheme, request: SignedRequest): ReturnType<typeof singleValue> {
  if (!scheme.inBody) return singleValue(request, { header: scheme.header ?? 'authorization' });
  const value = Buffer.from(request.body).toString('latin1').trim();
  return value === '' ? { kind: 'missing' } : { kind: 'one', value };
}

function protectedHeader(token: string): { readonly alg?: string; readonly kid?: string } | undefined {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return undefined;
  }
}

async function verifiedPayload(
  token: string,
  key: Parameters<typeof compactVerify>[1],
  algorithm: string,
): Promise<Uint8Array | undefined> {
  try {
    return (await compactVerify(token, key, { algorithms: [algorithm] })).payload;
  } catch {
    return undefined;
  }
}

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
  const issuedAt = Math.floor(signedAtMs / 1000);
  const claims: Record<string, unknown> = { iat: issuedAt, exp: issuedAt + sampleLifeSeconds };
  const issuer = [scheme.issuer ?? []].flat()[0];
  if (issuer !== undefined) claims['iss'] = issuer;
  for (const [name, template] of Object.entries(scheme.claims ?? {})) {
    const content = render(template, { request });
    if (content.kind !== 'content') throw new TypeError(`${content.what} is ${content.kind}`);
    claims[name] = joined(content.parts);
  }
  const { bodyHash, urlHash } = scheme;
  if (bodyHash && !(bodyHash.absentWhenEmpty && request.body.byteLength === 0)) {
    claims[bodyHash.claim] = digestOf(bodyHash.algorithm, [request.body]).toString(bodyHash.encoding);
  }
  if (urlHash) {
    const url = request.url ?? '';
    claims[urlHash.claim] = digestOf(urlHash.algorithm, [url]).toString(urlHash.encoding);
  }
  const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: algorithmFor(key, scheme.algorithms), typ: 'JWT' })
    .sign(key);
  const text = `${scheme.prefix ?? ''}${token}`;
  if (scheme.inBody) return { ...request, body: Buffer.from(text) };
  const header = scheme.header ?? 'authorization';
  return { ...request, headers: new Map([...request.headers, [header, [text]]]) };
}
