import { equalDigests } from '../crypto/equal.ts';
import { hmac } from '../crypto/hmac.ts';
import type { HmacScheme } from '../model/signature-scheme.ts';
import { type Signing, signTemplate, verifyTemplate } from './template-signature.ts';
import type { SignatureVerdict, SignedRequest, SigningKeys } from './verdict.ts';

/** Accepts when a signature of the request is the HMAC of the signed content under one of the keys. One MAC a key, whatever was sent. */
export const verifyHmac = (
  scheme: HmacScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict =>
  verifyTemplate(scheme, request, keys, (key, content, candidates) => {
    const mac = hmac(scheme.algorithm, key, content);
    return candidates.some((candidate) => equalDigests(candidate, mac));
  });

/** The request that `verifyHmac` accepts. */
export const signHmac = (
  scheme: HmacScheme,
  request: SignedRequest,
  signing: Signing,
): SignedRequest =>
  signTemplate(scheme, request, signing, (content) => hmac(scheme.algorithm, signing.key, content));
