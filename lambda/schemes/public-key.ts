import { createSign, createVerify, type KeyObject, sign, verify } from 'node:crypto';
import type { PublicKeyScheme } from '../model/signature-scheme.ts';
import { joinedBytes } from './render.ts';
import { type Signing, signTemplate, verifyTemplate } from './template-signature.ts';
import type { SignatureVerdict, SignedRequest, SigningKeys } from './verdict.ts';

/** Accepts when a signature of the request verifies under one of the sender's public keys, of the kind that the scheme names. */
export const verifyPublicKey = (
  scheme: PublicKeyScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict =>
  verifyTemplate(scheme, request, keys, (key, content, candidates) =>
    candidates.some((candidate) => isSignature(scheme, key, content, candidate)),
  );

const keyTypes = { rsa: 'rsa', ecdsa: 'ec', ed25519: 'ed25519' } as const;

function isSignature(
  scheme: PublicKeyScheme,
  key: KeyObject,
  content: readonly (string | Uint8Array)[],
  signature: Buffer,
): boolean {
  if (key.asymmetricKeyType !== keyTypes[scheme.kind]) return false;
  if (scheme.kind === 'ed25519') return verify(null, joinedBytes(content), key, signature);
  const verifier = createVerify(scheme.algorithm ?? 'sha256');
  for (const part of content) verifier.update(part);
  try {
    return verifier.verify(options(scheme, key), signature);
  } catch {
    // A signature that is no DER at all makes some OpenSSL versions throw instead of saying no.
    return false;
  }
}

const options = ({ ecdsaForm = 'der' }: PublicKeyScheme, key: KeyObject) => ({
  key,
  dsaEncoding: ecdsaForm,
});

/** The request that `verifyPublicKey` accepts; the key of `signing` is the private one. */
export const signPublicKey = (
  scheme: PublicKeyScheme,
  request: SignedRequest,
  signing: Signing,
): SignedRequest =>
  signTemplate(scheme, request, signing, (content) => {
    if (scheme.kind === 'ed25519') return sign(null, joinedBytes(content), signing.key);
    const signer = createSign(scheme.algorithm ?? 'sha256');
    for (const part of content) signer.update(part);
    return signer.sign(options(scheme, signing.key));
  });
