import { equalDigests } from '../crypto/equal.ts';
import { digestOf } from '../crypto/hash.ts';
import type { DigestScheme } from '../model/signature-scheme.ts';
import { type Signing, signTemplate, verifyTemplate } from './template-signature.ts';
import type { SignatureVerdict, SignedRequest, SigningKeys } from './verdict.ts';

/** Accepts when a signature of the request is the digest of the signed content, of which one of the secrets is a part. */
export const verifyDigest = (
  scheme: DigestScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict =>
  verifyTemplate(scheme, request, keys, (_key, content, candidates) => {
    const digest = digestOf(scheme.algorithm, content);
    return candidates.some((candidate) => equalDigests(candidate, digest));
  });

/** The request that `verifyDigest` accepts. */
export const signDigest = (
  scheme: DigestScheme,
  request: SignedRequest,
  signing: Signing,
): SignedRequest =>
  signTemplate(scheme, request, signing, (content) => digestOf(scheme.algorithm, content));
