import { decodeText } from '../crypto/encoding.ts';
import type { DetachedJwsScheme } from '../model/signature-scheme.ts';
import { jose } from './jose.ts';
import { isKeyFor, namedKeys, sampleHeader } from './jose-keys.ts';
import { joinedBytes, render } from './render.ts';
import { singleValue } from './single-value.ts';
import type { Signing } from './template-signature.ts';
import {
  refuse,
  type SignatureReason,
  type SignatureVerdict,
  type SignedRequest,
  type SigningKeys,
} from './verdict.ts';

/** Accepts when the detached JWS verifies, with the request put back as its payload (RFC 7515 appendix F; RFC 7797 where `b64` is false). */
export async function verifyDetachedJws(
  scheme: DetachedJwsScheme,
  request: SignedRequest,
  keys: SigningKeys,
): Promise<SignatureVerdict> {
  const found = singleValue(request, { header: scheme.header });
  if (found.kind !== 'one') return refuse(`signature-${found.kind}`);
  const [encodedHeader = '', payloadText, signature = '', ...rest] = found.value.split('.');
  const { flattenedVerify } = await jose();
  const header = await protectedHeader(encodedHeader);
  const algorithm = scheme.algorithms.find((allowed) => allowed === header?.alg);
  const isWhole = payloadText === '' && rest.length === 0;
  const isCanonical = decodeText(signature, 'base64url') !== undefined;
  if (header === undefined || algorithm === undefined || !isWhole || !isCanonical)
    return refuse('signature-malformed');
  const payload = payloadOf(scheme, request, header);
  if (typeof payload === 'string') return refuse(payload);
  const jws = {
    protected: encodedHeader,
    signature,
    payload: header.b64 === false ? payload : Buffer.from(payload).toString('base64url'),
  };
  for (const { signing, label } of namedKeys(keys, header.kid)) {
    if (!isKeyFor(signing, algorithm)) continue;
    const holds = await flattenedVerify(jws, signing, { algorithms: [algorithm] }).then(
      () => true,
      () => false,
    );
    if (holds) return { ok: true, ...(label && { secretVersion: label }) };
  }
  return refuse('signature-mismatch');
}

interface JwsHeader {
  readonly alg?: string;
  readonly kid?: string;
  readonly b64?: boolean;
  readonly [name: string]: unknown;
}

async function protectedHeader(encoded: string): Promise<JwsHeader | undefined> {
  const { decodeProtectedHeader } = await jose();
  try {
    return decodeProtectedHeader(`${encoded}..`) as JwsHeader;
  } catch {
    return undefined;
  }
}

function payloadOf(
  scheme: DetachedJwsScheme,
  request: SignedRequest,
  header: JwsHeader,
): Uint8Array | Extract<SignatureReason, `signature-${string}`> {
  const content = render(scheme.signed, { request, ...headerLines(scheme, request, header) });
  return content.kind === 'content' ? joinedBytes(content.parts) : `signature-${content.kind}`;
}

/** The request headers that the JWS header names, as `Name: value` lines in its order and spelling; a template shows them as `{field:headers}`. */
function headerLines(scheme: DetachedJwsScheme, request: SignedRequest, header: JwsHeader) {
  if (scheme.signedHeaderList === undefined) return {};
  const listed = header[scheme.signedHeaderList];
  const names = typeof listed === 'string' && listed !== '' ? listed.split(',') : [];
  const lines = names.map((name) => {
    const found = singleValue(request, { header: name.trim().toLowerCase() });
    return found.kind === 'one' ? `${name.trim()}: ${found.value}\n` : undefined;
  });
  return lines.includes(undefined) ? {} : { fields: new Map([['headers', lines.join('')]]) };
}

/** The request that `verifyDetachedJws` accepts. */
export async function signDetachedJws(
  scheme: DetachedJwsScheme,
  request: SignedRequest,
  { key }: Signing,
): Promise<SignedRequest> {
  const { signedHeaderList } = scheme;
  const header = {
    ...sampleHeader(key, scheme.algorithms),
    ...(signedHeaderList && { [signedHeaderList]: [...request.headers.keys()].join(',') }),
  };
  const payload = payloadOf(scheme, request, header);
  if (typeof payload === 'string') throw new TypeError('the request lacks what the scheme signs');
  const { FlattenedSign } = await jose();
  const jws = await new FlattenedSign(payload).setProtectedHeader(header).sign(key);
  const text = `${jws.protected}..${jws.signature}`;
  return { ...request, headers: new Map([...request.headers, [scheme.header, [text]]]) };
}
