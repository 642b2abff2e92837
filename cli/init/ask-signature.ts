import { headerName } from '../../lambda/config/parts-schema.ts';
import {
  digestAlgorithms,
  publicKeyEncodings,
  type SecretEncoding,
  type SignatureRecipe,
  signatureEncodings,
  weakAlgorithms,
} from '../../lambda/model/signature-scheme.ts';
import { askSigned } from './ask-signed.ts';
import type { Asker } from './asker.ts';
import { allowedBy } from './schema-problem.ts';

/** Asks how a signature under a shared key is made. */
export async function askHmac(asker: Asker): Promise<SignatureRecipe> {
  const algorithm = await asker.choose('HMAC with which hash?', [
    ...strong.map((value) => ({ value, name: value })),
    ...weak.map((value) => ({
      value,
      name: `${value} (weak: only where the sender has nothing better)`,
    })),
  ]);
  const secretEncoding = await asker.choose('How is the key given?', keyForms);
  const place = await askPlace(asker, 'hex');
  return {
    kind: 'hmac',
    algorithm,
    ...(secretEncoding !== 'utf8' && { secretEncoding }),
    ...place,
    ...(await askSigned(asker)),
    ...(isWeak(algorithm) && { allowWeakAlgorithm: true }),
  };
}

const isWeak = (name: string): boolean => weakAlgorithms.includes(name);
const strong = digestAlgorithms.filter((name) => !isWeak(name));
const weak = digestAlgorithms.filter(isWeak);

const keyForms = [
  { value: 'utf8', name: 'as text, whose characters are the key' },
  { value: 'hex', name: 'as hex' },
  { value: 'base64', name: 'as base64' },
  { value: 'whsec', name: 'as whsec_…, as Standard Webhooks have it' },
] as const satisfies readonly { readonly value: SecretEncoding; readonly name: string }[];

/** Asks how a signature under the sender's private key is made. */
export async function askPublicKey(asker: Asker): Promise<SignatureRecipe> {
  const kind = await asker.choose('Which kind of key?', [
    { value: 'rsa', name: 'RSA' },
    { value: 'ecdsa', name: 'ECDSA' },
    { value: 'ed25519', name: 'Ed25519' },
  ] as const);
  const isRaw = (name: string) => name.startsWith('raw');
  const stored = await asker.choose(
    'In which form do you have its public key?',
    publicKeyEncodings
      .filter((value) => kind === 'ed25519' || !isRaw(value))
      .map((value) => ({ value, name: publicKeyForms[value], short: value })),
  );
  const digest =
    kind === 'ed25519' ? {} : { algorithm: await asker.choose('With which hash?', digests) };
  const form = kind === 'ecdsa' ? await askEcdsaForm(asker) : {};
  const place = await askPlace(asker, 'base64');
  return { kind, ...digest, key: { stored }, ...form, ...place, ...(await askSigned(asker)) };
}

const publicKeyForms = {
  pem: 'PEM: -----BEGIN PUBLIC KEY-----, or a certificate',
  'spki-base64': 'base64 of the same, without the lines around it',
  'raw-hex': 'the 32 bytes as hex',
  'raw-base64': 'the 32 bytes as base64',
  jwk: 'JWK: JSON',
} as const;

const digests = (['sha256', 'sha384', 'sha512'] as const).map((value) => ({ value, name: value }));

async function askEcdsaForm(asker: Asker) {
  const ecdsaForm = await asker.choose('How is the signature laid out?', [
    { value: 'der', name: 'DER (most senders)' },
    { value: 'ieee-p1363', name: 'the two numbers side by side (IEEE P1363)' },
  ] as const);
  return ecdsaForm === 'der' ? {} : { ecdsaForm };
}

const encodingSamples: Readonly<Record<(typeof signatureEncodings)[number], string>> = {
  hex: '9f86d081884c7d65…',
  base64: 'n4bQgYhMfWWaL+qg…=',
  base64url: 'n4bQgYhMfWWaL-qg…',
  'hex-in-base64': 'the base64 of the hex text',
  'hex-in-base64url': 'the base64url of the hex text',
};

async function askPlace(asker: Asker, usual: 'hex' | 'base64') {
  const header = await asker.text('Which header carries the signature?', {
    default: 'X-Signature',
    ...allowedBy(headerName),
  });
  const others = signatureEncodings.filter((name) => name !== usual);
  const encoding = await asker.choose(
    'How is it written?',
    [usual, ...others].map((value) => ({
      value,
      name: `${value.padEnd(16)} ${encodingSamples[value]}`,
      short: value,
    })),
  );
  return { header, encoding };
}
