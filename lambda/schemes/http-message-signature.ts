import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { decodeText } from '../crypto/encoding.ts';
import { equalDigests } from '../crypto/equal.ts';
import { digestOf } from '../crypto/hash.ts';
import { hmac } from '../crypto/hmac.ts';
import { defaultToleranceSeconds, type HttpMessageScheme } from '../model/signature-scheme.ts';
import { componentValue } from './http-components.ts';
import { namedKeys } from './jose-keys.ts';
import { parseSignatureInput, type SignatureInput } from './signature-input.ts';
import { singleValue } from './single-value.ts';
import type { Signing } from './template-signature.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/* HTTP message signatures: RFC 9421, with the body fixed by Content-Digest, RFC 9530. */

/**
 * Accepts when one labelled signature covers the demanded components and the body's digest, says when it was made, and verifies under
 * one of the keys.
 */
export function verifyHttpMessage(
  scheme: HttpMessageScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict {
  const input = singleValue(request, { header: 'signature-input' });
  const signature = singleValue(request, { header: 'signature' });
  if (input.kind !== 'one') return refuse(`signature-${input.kind}`);
  if (signature.kind !== 'one') return refuse(`signature-${signature.kind}`);
  const inputs = parseSignatureInput(input.value);
  const signatures = parseByteDictionary(signature.value);
  if (inputs === undefined || signatures === undefined) return refuse('signature-malformed');
  if (scheme.proves !== 'sender' && !bodyDigestHolds(request)) return refuse('signature-mismatch');
  let refusal = refuse('signature-mismatch');
  for (const one of inputs) {
    const bytes = signatures.get(one.label);
    if (bytes === undefined) continue;
    const verdict = verifyLabelled(scheme, request, { keys, input: one, signature: bytes });
    if (verdict.ok) return verdict;
    refusal = verdict;
  }
  return refusal;
}

/** A digest that no signature covers would be anybody's: the two are demanded together. */
const coveredBy = ({ components, proves }: HttpMessageScheme): readonly string[] =>
  proves === 'sender' ? components : [...components, 'content-digest'];

interface Labelled {
  readonly keys: SigningKeys;
  readonly input: SignatureInput;
  readonly signature: Buffer;
}

function verifyLabelled(
  scheme: HttpMessageScheme,
  request: SignedRequest,
  { keys, input, signature }: Labelled,
): SignatureVerdict {
  const { created, expires, alg, keyid } = input.parameters;
  const demanded = new Set(coveredBy(scheme));
  for (const name of input.components) demanded.delete(name);
  if (demanded.size > 0) return refuse('signature-missing');
  if (alg !== undefined && alg !== scheme.algorithm) return refuse('signature-mismatch');
  if (created === undefined) return refuse('timestamp-missing');
  const base = signatureBase(input, request);
  if (base === undefined) return refuse('signature-missing');
  for (const { signing, label } of namedKeys(keys, keyid)) {
    if (!algorithms[scheme.algorithm].verify(signing, base, signature)) continue;
    return {
      ok: true,
      ...(label && { secretVersion: label }),
      signedTime: {
        signedAtMs: created * 1000,
        toleranceSeconds: scheme.toleranceSeconds ?? defaultToleranceSeconds,
        ...(expires !== undefined && { expiresAtMs: expires * 1000 }),
      },
    };
  }
  return refuse('signature-mismatch');
}

/** RFC 9421 section 2.5; undefined when a component that the signature covers is not in the request. */
function signatureBase(input: SignatureInput, request: SignedRequest): Buffer | undefined {
  const lines: string[] = [];
  for (const name of input.components) {
    const value = componentValue(name, request);
    if (value === undefined) return undefined;
    lines.push(`"${name}": ${value}`);
  }
  lines.push(`"@signature-params": ${input.text}`);
  return Buffer.from(lines.join('\n'), 'latin1');
}

interface Algorithm {
  readonly verify: (key: KeyObject, base: Buffer, signature: Buffer) => boolean;
  readonly sign: (key: KeyObject, base: Buffer) => Buffer;
}

const asymmetric = (type: string, digest: string | null, options: object): Algorithm => ({
  verify: (key, base, signature) =>
    key.asymmetricKeyType === type && verify(digest, base, { key, ...options }, signature),
  sign: (key, base) => sign(digest, base, { key, ...options }),
});

/** RFC 9421 section 3.3. */
const algorithms: Readonly<Record<HttpMessageScheme['algorithm'], Algorithm>> = {
  'hmac-sha256': {
    verify: (key, base, signature) =>
      key.type === 'secret' && equalDigests(signature, hmac('sha256', key, [base])),
    sign: (key, base) => hmac('sha256', key, [base]),
  },
  ed25519: asymmetric('ed25519', null, {}),
  'ecdsa-p256-sha256': asymmetric('ec', 'sha256', { dsaEncoding: 'ieee-p1363' }),
  'rsa-pss-sha512': asymmetric('rsa', 'sha512', {
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 64,
  }),
  'rsa-v1_5-sha256': asymmetric('rsa', 'sha256', { padding: constants.RSA_PKCS1_PADDING }),
};

const digestNames: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

/** Whether every digest that we know equals the body's, and there is at least one. */
function bodyDigestHolds(request: SignedRequest): boolean {
  const header = singleValue(request, { header: 'content-digest' });
  const digests = header.kind === 'one' ? parseByteDictionary(header.value) : undefined;
  const known = [...(digests ?? [])].filter(([name]) => name in digestNames);
  return (
    known.length > 0 &&
    known.every(([name, value]) =>
      equalDigests(value, digestOf(digestNames[name] ?? '', [request.body])),
    )
  );
}

const byteMember = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):$/;

/** A structured-field dictionary of byte sequences: `sig1=:…:, sig2=:…:`. */
function parseByteDictionary(text: string): ReadonlyMap<string, Buffer> | undefined {
  const members = new Map<string, Buffer>();
  for (const item of text.split(',')) {
    const match = byteMember.exec(item.trim());
    const bytes = decodeText(match?.[2] ?? '!', 'base64');
    if (match?.[1] === undefined || bytes === undefined) return undefined;
    members.set(match[1], bytes);
  }
  return members;
}

/** The request that `verifyHttpMessage` accepts. */
export function signHttpMessage(
  scheme: HttpMessageScheme,
  request: SignedRequest,
  { key, signedAtMs }: Signing,
): SignedRequest {
  const digest = digestOf('sha256', [request.body]).toString('base64');
  const headers = new Map([...request.headers, ['content-digest', [`sha-256=:${digest}:`]]]);
  const components = [...new Set(coveredBy(scheme))];
  const names = components.map((name) => `"${name}"`).join(' ');
  const text = `(${names});created=${Math.floor(signedAtMs / 1000)};alg="${scheme.algorithm}"`;
  const base = signatureBase(
    { label: 'sig1', components, parameters: {}, text },
    { ...request, headers },
  );
  if (base === undefined)
    throw new TypeError('the request lacks a component that the scheme signs');
  const signature = algorithms[scheme.algorithm].sign(key, base).toString('base64');
  headers.set('signature-input', [`sig1=${text}`]);
  headers.set('signature', [`sig1=:${signature}:`]);
  return { ...request, headers };
}
