import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { secretKey } from '../crypto/secret-key.ts';
import { storedKey } from '../crypto/stored-key.ts';
import { coversBody } from '../model/signature-coverage.ts';
import { alternatives, type SignatureScheme, signedParts } from '../model/signature-scheme.ts';
import { storedKeyForm } from '../model/stored-key-form.ts';
import { placeValue } from '../schemes/place-value.ts';
import { textsAt } from '../schemes/single-value.ts';
import type { SignatureVerdict, SignedRequest } from '../schemes/verdict.ts';
import { verifySignature } from '../schemes/verify.ts';
import { signatureText, withSignatureText } from './signature-place.ts';

/** A request that the sender of a recipe really made: it must be accepted, and three forgeries of it must not. */
export interface GoldenVector {
  /** The secret as it is stored; for public-key recipes the public key. */
  readonly secret: string;
  /** When it was made, ISO 8601; needed where the recipe signs a timestamp. */
  readonly at?: string;
  readonly method?: string;
  /** Address that the sender was given, where it is signed. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body: string;
  /** `body` is base64 of the bytes. */
  readonly base64?: boolean;
}

/** What is wrong with the verdicts over a vector; nothing when the recipe is right. */
export async function vectorProblems(
  scheme: SignatureScheme,
  vector: GoldenVector,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const key = keyOf(scheme, vector.secret);
  if (key === undefined)
    return ['its secret is empty or not in the encoding that the recipe states'];
  const request = requestOf(vector, settings);
  const good = await judge(scheme, request, key);
  if (!good.ok) return [`the good request is refused: ${good.reason}`];
  const late = lateness(good, vector);
  if (late !== undefined) return [late];
  const problems: string[] = [];
  for (const [name, forged, forgedKey] of forgeries(scheme, request, key)) {
    const verdict = await judge(scheme, forged, forgedKey);
    if (verdict.ok) problems.push(`a forgery is accepted: ${name}`);
  }
  return problems;
}

const judge = (scheme: SignatureScheme, request: SignedRequest, signing: KeyObject) =>
  verifySignature(scheme, request, [{ label: 'current', signing }]);

function keyOf(scheme: SignatureScheme, secret: string): KeyObject | undefined {
  const form = storedKeyForm(scheme) ?? {
    encoding: secret.trimStart().startsWith('{') ? 'jwk' : 'pem',
  };
  return storedKey(secret, form);
}

function requestOf(
  vector: GoldenVector,
  settings: Readonly<Record<string, string>>,
): SignedRequest {
  const lower = Object.entries(vector.headers ?? {}).map(([name, value]): [string, string[]] => [
    name.toLowerCase(),
    [value],
  ]);
  return {
    method: vector.method ?? 'POST',
    headers: new Map(lower),
    query: new Map(Object.entries(vector.query ?? {}).map(([name, value]) => [name, [value]])),
    body: Buffer.from(vector.body, vector.base64 ? 'base64' : 'utf8'),
    settings,
    ...(vector.url && { url: vector.url }),
  };
}

function lateness(verdict: SignatureVerdict, { at }: GoldenVector): string | undefined {
  const time = verdict.ok ? verdict.signedTime : undefined;
  if (time?.signedAtMs === undefined) return undefined;
  if (at === undefined || Number.isNaN(Date.parse(at)))
    return 'the recipe signs a timestamp: say in "at" when the request was made, as 2026-11-23T10:00:00Z';
  const distanceMs = Math.abs(Date.parse(at) - time.signedAtMs);
  return distanceMs > time.toleranceSeconds * 1000
    ? `its timestamp is ${Math.round(distanceMs / 1000)} s off "at": check the timestamp's unit`
    : undefined;
}

type Forgery = readonly [name: string, request: SignedRequest, key: KeyObject];

function forgeries(
  scheme: SignatureScheme,
  request: SignedRequest,
  key: KeyObject,
): readonly Forgery[] {
  const text = signatureText(scheme, request);
  const changed = withChange(scheme, request);
  return [
    ...(changed === undefined ? [] : [['changed content', changed, key] as const]),
    ['changed signature', withSignatureText(scheme, request, flipped(text)), key],
    ['another key', request, otherKey(key)],
  ];
}

/** The request with a change in what is signed: the body where it is covered, else a value that is. */
function withChange(scheme: SignatureScheme, request: SignedRequest): SignedRequest | undefined {
  if (coversBody(scheme)) return { ...request, body: flippedBytes(request.body) };
  for (const part of alternatives(scheme).flatMap(signedParts)) {
    if (part.kind !== 'value') continue;
    const [value] = textsAt(request, part.at);
    if (value !== undefined) return placeValue(request, part.at, `${value}1`);
  }
  return undefined;
}

function flippedBytes(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0) return Buffer.from('1');
  const copy = Uint8Array.from(body);
  const middle = Math.floor(copy.byteLength / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  return copy;
}

/** One character near the end changed, where a signature stands in every format. */
function flipped(text: string): string {
  const at = Math.max(0, text.replace(/=+$/, '').length - 6);
  return `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
}

function otherKey(key: KeyObject): KeyObject {
  if (key.type === 'secret') {
    // Not a zero byte: HMAC pads its key with those, so it would be the same key.
    const other = secretKey(`${key.export().toString('hex')}01`, 'hex');
    if (other !== undefined) return other;
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = key;
  if (asymmetricKeyType === 'ed25519') return generateKeyPairSync('ed25519').publicKey;
  if (asymmetricKeyType === 'ec') {
    const namedCurve = asymmetricKeyDetails?.namedCurve ?? 'P-256';
    return generateKeyPairSync('ec', { namedCurve }).publicKey;
  }
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
}
