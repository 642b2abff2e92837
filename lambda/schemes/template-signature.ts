import type { KeyObject } from 'node:crypto';
import { decodeSignature, encodeSignature } from '../crypto/encoding.ts';
import { sha256Hex } from '../crypto/hash.ts';
import type {
  DigestScheme,
  HmacScheme,
  PublicKeyScheme,
  SignatureFormat,
} from '../model/signature-scheme.ts';
import { flatParts } from '../model/template.ts';
import { joined, type RenderContext, render } from './render.ts';
import { sideConditionsHold, withSideConditions } from './side-conditions.ts';
import { elementsOf, locationsOf, placeIn } from './signature-element.ts';
import { parseSignature, type SignatureText, writeSignature } from './signature-format.ts';
import { singleValue, type ValueSource } from './single-value.ts';
import { type ReadTimestamp, readTimestamp, writeTimestamp } from './timestamp.ts';
import {
  refuse,
  type SignatureReason,
  type SignatureVerdict,
  type SignedRequest,
  type SigningKeys,
} from './verdict.ts';

/* What HMAC, digest and public-key schemes share: where the signature stands, what it covers, and when it was made. */

export type TemplateScheme = HmacScheme | DigestScheme | PublicKeyScheme;

type Content = readonly (string | Uint8Array)[];

/** Whether one of the candidates is a signature of the content under the key. */
export type Matches = (key: KeyObject, content: Content, candidates: readonly Buffer[]) => boolean;

const alone: SignatureFormat = { prefix: '' };

/** Accepts when each part of the request that must be signed carries a signature that `matches` under one of the keys. */
export function verifyTemplate(
  scheme: TemplateScheme,
  request: SignedRequest,
  keys: SigningKeys,
  matches: Matches,
): SignatureVerdict {
  const elements = elementsOf(scheme, request);
  if (elements.length === 0) return refuse('signature-missing');
  const accepted: Accepted[] = [];
  for (const element of elements) {
    const verdict = verifyOne(scheme, { request, keys, matches, ...element });
    if (!verdict.ok) return verdict;
    accepted.push(verdict);
  }
  return together(accepted);
}

type Accepted = Extract<SignatureVerdict, { readonly ok: true }>;

/** One verdict over all elements: what is signed is all of it, in order. */
function together(accepted: readonly Accepted[]): SignatureVerdict {
  const [first, ...others] = accepted;
  if (first === undefined) return refuse('signature-missing');
  if (others.length === 0) return first;
  const digests = accepted.map(({ contentSha256 = '' }) => contentSha256);
  return { ...first, contentSha256: sha256Hex(digests.join()) };
}

interface Proof {
  readonly request: SignedRequest;
  readonly element?: Uint8Array;
  readonly keys: SigningKeys;
  readonly matches: Matches;
}

function verifyOne(scheme: TemplateScheme, proof: Proof): SignatureVerdict {
  const source = { ...proof.request, ...(proof.element && { element: proof.element }) };
  const signature = readSignature(scheme, source);
  if (typeof signature === 'string') return refuse(signature);
  const decoded = signature.signatures.map((text) => decodeSignature(text, scheme.encoding));
  const candidates = decoded.filter((bytes) => bytes !== undefined);
  if (candidates.length === 0) return refuse('signature-malformed');
  if (!sideConditionsHold(scheme, proof.request)) return refuse('signature-mismatch');
  const timestamp = scheme.timestamp && readTimestamp(scheme.timestamp, source, signature);
  if (typeof timestamp === 'string') return refuse(timestamp);
  const context: RenderContext = {
    ...proof,
    fields: signature.fields,
    signatureTexts: signature.signatures,
    ...(timestamp && { timestamp: timestamp.text }),
  };
  return matchKeys(scheme, { ...proof, context, candidates, ...(timestamp && { timestamp }) });
}

interface Located extends Proof {
  readonly context: RenderContext;
  readonly candidates: readonly Buffer[];
  readonly timestamp?: ReadTimestamp;
}

function matchKeys(scheme: TemplateScheme, located: Located): SignatureVerdict {
  const { keys, context, candidates, timestamp } = located;
  for (const { signing, label } of keys) {
    if (signing === undefined) continue;
    const content = render(scheme.signed, { ...context, ...secretOf(signing) });
    if (content.kind !== 'content') return refuse(`signature-${content.kind}`);
    if (!located.matches(signing, content.parts, candidates)) continue;
    return {
      ok: true,
      ...(label && { secretVersion: label }),
      ...(timestamp && { signedTime: timestamp }),
      ...digestUnlessBody(scheme, context),
    };
  }
  return refuse('signature-mismatch');
}

/**
 * A signature over less than the exact body proves what it covers: the digest of that names the event, or whoever holds one captured request
 * could change the rest and have it for a new one. Neither the secret nor the time of signing is part of the name.
 */
function digestUnlessBody(scheme: TemplateScheme, context: RenderContext) {
  const isExactBody = flatParts(scheme.signed).some(
    (part) => part.kind === 'body' && part.filters.length === 0,
  );
  if (isExactBody || scheme.bodyHash) return {};
  const content = render(scheme.signed, { ...context, timestamp: '', secret: new Uint8Array() });
  return content.kind === 'content' ? { contentSha256: sha256Hex(joined(content.parts)) } : {};
}

const secretOf = (key: KeyObject) => (key.type === 'secret' ? { secret: key.export() } : {});

/** The text or texts that hold signatures, parsed as one. */
function readSignature(
  scheme: TemplateScheme,
  source: ValueSource,
): SignatureText | Extract<SignatureReason, `signature-${string}`> {
  const format = scheme.format ?? alone;
  const texts: SignatureText[] = [];
  for (const at of locationsOf(scheme)) {
    const found = singleValue(source, at);
    if (found.kind === 'duplicated') return 'signature-duplicated';
    if (found.kind === 'missing' || found.value === '') continue;
    const parsed = parseSignature(found.value, format);
    if (parsed === undefined) return 'signature-malformed';
    texts.push(parsed);
  }
  const [first] = texts;
  if (first === undefined) return 'signature-missing';
  return { ...first, signatures: texts.flatMap(({ signatures }) => signatures) };
}

export interface Signing {
  readonly signedAtMs: number;
  readonly key: KeyObject;
}

/**
 * The request with the timestamp and signature that make `verifyTemplate` accept it; `makeSignature` is the scheme's own part.
 * @throws TypeError when the request lacks a value that the scheme signs.
 */
export function signTemplate(
  scheme: TemplateScheme,
  request: SignedRequest,
  { signedAtMs, key }: Signing,
  makeSignature: (content: Content) => Buffer,
): SignedRequest {
  const { timestamp: rule, format = alone } = scheme;
  const timestamp = rule && writeTimestamp(signedAtMs, rule.unit);
  const at = rule?.at;
  const isOwnValue = at !== undefined && !('field' in at) && !('position' in at);
  const prepared = withSideConditions(scheme, request);
  const [place] = locationsOf(scheme);
  if (place === undefined) throw new TypeError('the scheme names no place for the signature');
  const timed =
    isOwnValue && timestamp !== undefined ? placeIn(scheme, prepared, at, timestamp) : prepared;
  // A body that is signed with its signature in it needs one from the start.
  const holdsSignature = flatParts(scheme.signed).some(({ kind }) => kind === 'proven-body');
  const draft = holdsSignature ? placeIn(scheme, timed, place, signatureToCome) : timed;
  const fields = new Map(
    flatParts(scheme.signed).flatMap((part) =>
      part.kind === 'field' ? [[part.name, 'sample']] : [],
    ),
  );
  if (at && 'field' in at && timestamp) fields.set(at.field, timestamp);
  const positions: string[] = [];
  if (at && 'position' in at && timestamp) positions[at.position] = timestamp;
  const content = render(scheme.signed, {
    request: draft,
    fields,
    signatureTexts: [signatureToCome],
    ...(timestamp === undefined ? {} : { timestamp }),
    ...elementsOf(scheme, draft)[0],
    ...secretOf(key),
  });
  if (content.kind !== 'content')
    throw new TypeError(`${content.what}, which the scheme signs, is ${content.kind}`);
  const signature = encodeSignature(makeSignature(content.parts), scheme.encoding);
  const text = writeSignature(signature, format, { fields, positions });
  return placeIn(scheme, draft, place, text);
}

const signatureToCome = 'signature-to-come';
