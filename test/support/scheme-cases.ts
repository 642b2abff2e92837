import { readConfig } from '../../lambda/config/read-config.ts';
import { secretKey } from '../../lambda/crypto/secret-key.ts';
import { type SignatureScheme, signedHeaders } from '../../lambda/model/signature-scheme.ts';
import { presets } from '../../lambda/providers/registry.ts';
import { signRequest } from '../../lambda/schemes/sign.ts';
import type { SignedRequest, SigningKeys } from '../../lambda/schemes/verdict.ts';
import { testNowMs } from './clock.ts';

/** A scheme to put to the contract, with a secret in its encoding. */
export interface SchemeCase {
  readonly name: string;
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly wrongSecret: string;
}

/** The scheme that a `signature` in a configuration file describes. */
export function configuredScheme(signature: object): SignatureScheme {
  const [source] = readConfig({ sources: { custom: { signature } } }, presets);
  if (source?.signature === undefined) throw new Error('the configuration gave no scheme');
  return source.signature;
}

const base64Secret = Buffer.from('a secret of thirty-two bytes!!!!').toString('base64');
const otherSecret = Buffer.from('another one of thirty-two bytes!').toString('base64');

const asCase = (name: string, scheme: SignatureScheme): SchemeCase => ({
  name,
  scheme,
  secret: scheme.secretEncoding === 'hex' ? '00ff'.repeat(8) : base64Secret,
  wrongSecret: scheme.secretEncoding === 'hex' ? 'ff00'.repeat(8) : otherSecret,
});

/** Every preset, and one recipe for each parameter that no preset uses. */
export const schemeCases: readonly SchemeCase[] = [
  ...[...presets.values()].map(({ id, signature }) => asCase(`preset ${id}`, signature)),
  ...[
    {
      kind: 'hmac',
      algorithm: 'sha512',
      header: 'X-S',
      encoding: 'base64url',
      secretEncoding: 'base64',
    },
    {
      kind: 'hmac',
      algorithm: 'sha384',
      header: 'X-S',
      encoding: 'base64',
      secretEncoding: 'hex',
      prefix: 'mac ',
    },
    { kind: 'hmac', algorithm: 'sha1', header: 'X-S', encoding: 'hex', allowWeakAlgorithm: true },
    {
      kind: 'hmac-timestamped',
      algorithm: 'sha256',
      header: 'X-S',
      encoding: 'hex',
      timestampHeader: 'X-T',
      timestampUnit: 'milliseconds',
      signed: '{header:x-request-id}|{timestamp}|{body}|end',
    },
  ].map((signature) => asCase(JSON.stringify(signature), configuredScheme(signature))),
];

export const keysOf = (scheme: SignatureScheme, ...secrets: readonly string[]): SigningKeys =>
  secrets.map((secret, at) => {
    const signing = secretKey(secret, scheme.secretEncoding);
    return {
      label: at === 0 ? 'current' : 'previous',
      versionId: String(at),
      ...(signing && { signing }),
    };
  });

/** A request that this scheme's sender would make over this body. */
export function signedRequest(
  { scheme, secret }: Pick<SchemeCase, 'scheme' | 'secret'>,
  body: Uint8Array,
): SignedRequest {
  const key = secretKey(secret, scheme.secretEncoding);
  if (key === undefined) throw new Error('the case has no usable secret');
  const headers = new Map(signedHeaders(scheme).map((name) => [name, [`value of ${name}`]]));
  const proof = signRequest(scheme, { headers, body, signedAtMs: testNowMs }, key);
  for (const [name, value] of proof) headers.set(name, [value]);
  return { headers, body };
}

/** The same request with one header replaced, or removed when there is no value. */
export function withHeader(
  request: SignedRequest,
  name: string,
  ...values: readonly string[]
): SignedRequest {
  const headers = new Map(request.headers);
  if (values.length === 0) headers.delete(name);
  else headers.set(name, values);
  return { ...request, headers };
}
