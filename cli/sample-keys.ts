import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { privateKey } from '../lambda/crypto/public-key.ts';
import { secretKey } from '../lambda/crypto/secret-key.ts';
import {
  alternatives,
  publicKeyEncodings,
  type SecretEncoding,
  type SignatureScheme,
} from '../lambda/model/signature-scheme.ts';
import type { SecretField, Source } from '../lambda/model/source.ts';
import { storedKeyForm } from '../lambda/model/stored-key-form.ts';
import { UsageError } from './failure.ts';

const secretBytes = 32;

export const randomSecret = (): string => randomBytes(secretBytes).toString('hex');

/** A fresh value for one field of the source's secret, in the form that it states. */
export function freshSecret({ id, signature, token }: Source, field: SecretField): string {
  if (field === 'token') return `${token?.as === 'basic' ? 'sender:' : ''}${randomSecret()}`;
  if (signature === undefined) throw new TypeError(`source ${id} has no signature`);
  return freshSigningSecret(signature);
}

/** Whether the sender signs with a private key, of which the receiver stores the public half. */
export function signsWithPrivateKey({ signature }: Source): boolean {
  const form = signature && storedKeyForm(signature);
  return form !== undefined && publicKeyEncodings.some((name) => name === form.encoding);
}

/** A fresh signing secret in the form that the scheme's receiver stores; for public-key schemes the private key, from which both sides follow. */
export function freshSigningSecret(scheme: SignatureScheme): string {
  const form = storedKeyForm(scheme);
  if (form === undefined || publicKeyEncodings.some((name) => name === form.encoding)) {
    const pem = freshPrivateKey(scheme).export({ format: 'pem', type: 'pkcs8' });
    return String(pem);
  }
  if (alternatives(scheme).some(({ kind }) => kind === 'cipher-checksum'))
    return randomBytes(8).toString('hex');
  return encoded(randomBytes(secretBytes), form.encoding as SecretEncoding);
}

function encoded(bytes: Buffer, encoding: SecretEncoding): string {
  switch (encoding) {
    case 'base64':
      return bytes.toString('base64');
    case 'whsec':
      return `whsec_${bytes.toString('base64')}`;
    case 'utf8':
    case 'hex':
      return bytes.toString('hex');
  }
}

const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** A key of the kind that the scheme's first alternative takes. */
function freshPrivateKey(scheme: SignatureScheme): KeyObject {
  const [first] = alternatives(scheme);
  const algorithm = first && 'algorithms' in first ? first.algorithms[0] : httpKind(first);
  if (algorithm === 'EdDSA' || first?.kind === 'ed25519')
    return generateKeyPairSync('ed25519').privateKey;
  if (algorithm?.startsWith('ES') || first?.kind === 'ecdsa') {
    return generateKeyPairSync('ec', { namedCurve: curves[algorithm ?? ''] ?? 'P-256' }).privateKey;
  }
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

function httpKind(scheme: ReturnType<typeof alternatives>[number] | undefined): string | undefined {
  if (scheme?.kind !== 'http-message-signature') return undefined;
  return { ed25519: 'EdDSA', 'ecdsa-p256-sha256': 'ES256' }[scheme.algorithm as string];
}

/**
 * The key that signs this source's samples: from its stored secret, or a fresh one of the same kind when `secret` is undefined.
 * @throws UsageError when the stored secret cannot sign.
 */
export function signingKey({ id, signature }: Source, secret: string | undefined): KeyObject {
  if (signature === undefined) throw new TypeError('a source without signature has no signing key');
  const text = secret ?? freshSigningSecret(signature);
  const form = storedKeyForm(signature);
  const isPublic = form === undefined || publicKeyEncodings.some((name) => name === form.encoding);
  const key = isPublic
    ? privateKey(text)
    : secretKey(text, form.encoding as SecretEncoding, form.transform);
  if (key !== undefined) return key;
  throw new UsageError(
    isPublic
      ? `source "${id}" knows its sender's public key alone, so no sample can be signed for it here: try it in a local run`
      : `the signing secret of "${id}" is not usable: set it with sallyport secrets set ${id}`,
  );
}
