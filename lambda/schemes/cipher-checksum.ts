import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { decodeText } from '../crypto/encoding.ts';
import { equalDigests } from '../crypto/equal.ts';
import { digestOf, sha256Hex } from '../crypto/hash.ts';
import type { CipherChecksumScheme } from '../model/signature-scheme.ts';
import { pairsText } from './pairs.ts';
import { placeValue } from './place-value.ts';
import { singleValue } from './single-value.ts';
import type { Signing } from './template-signature.ts';
import { refuse, type SignatureVerdict, type SignedRequest, type SigningKeys } from './verdict.ts';

/* Paytm's checksum, https://github.com/paytm/Paytm_Node_Checksum (package paytmchecksum 1.5.1, 2026-11-24). */

const vector = Buffer.from('@@@@&&&&####$$$$');
const keyBytes = 16;
const hashLength = 64;
const saltLength = 4;

/** Accepts when the decrypted checksum holds the hash of the form's other values and the salt behind it. The names of the values are not covered. */
export function verifyCipherChecksum(
  { form }: CipherChecksumScheme,
  request: SignedRequest,
  keys: SigningKeys,
): SignatureVerdict {
  const found = singleValue(request, { form });
  if (found.kind !== 'one') return refuse(`signature-${found.kind}`);
  if (found.value === '') return refuse('signature-missing');
  const checksum = decodeText(found.value, 'base64');
  const fields = signedFields(form, request);
  if (checksum === undefined || fields === undefined) return refuse('signature-malformed');
  for (const { signing, label } of keys) {
    if (signing === undefined || !isChecksumOf(fields, checksum, signing)) continue;
    return { ok: true, ...(label && { secretVersion: label }), contentSha256: sha256Hex(fields) };
  }
  return refuse('signature-mismatch');
}

function isChecksumOf(fields: string, checksum: Buffer, key: KeyObject): boolean {
  const text = decrypted(checksum, key);
  if (text?.length !== hashLength + saltLength) return false;
  return equalDigests(Buffer.from(text, 'latin1'), hashed(fields, text.slice(hashLength)));
}

const signedFields = (form: string, request: SignedRequest): string | undefined =>
  pairsText({ pairs: 'form', order: 'sorted', omit: [form], join: '|' }, request);

const hashed = (fields: string, salt: string): Buffer =>
  Buffer.from(`${digestOf('sha256', [`${fields}|${salt}`]).toString('hex')}${salt}`, 'latin1');

function decrypted(checksum: Buffer, key: KeyObject): string | undefined {
  if (key.type !== 'secret' || key.symmetricKeySize !== keyBytes) return undefined;
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, vector);
    return Buffer.concat([decipher.update(checksum), decipher.final()]).toString('latin1');
  } catch {
    return undefined;
  }
}

/** A sample needs no secrecy of its salt. */
const sampleSalt = 'salt';

/** The request that `verifyCipherChecksum` accepts. */
export function signCipherChecksum(
  { form }: CipherChecksumScheme,
  request: SignedRequest,
  { key }: Signing,
): SignedRequest {
  const fields = signedFields(form, request);
  if (fields === undefined || key.symmetricKeySize !== keyBytes)
    throw new TypeError('the checksum takes a form and a key of 16 letters');
  const cipher = createCipheriv('aes-128-cbc', key, vector);
  const checksum = Buffer.concat([cipher.update(hashed(fields, sampleSalt)), cipher.final()]);
  return placeValue(request, { form }, checksum.toString('base64'));
}
