import { presets } from '../lambda/config/preset-index.ts';
import { sha256Hex } from '../lambda/crypto/hash.ts';
import { parseAddressRange } from '../lambda/model/address-range.ts';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import { checksTime, coversBody } from '../lambda/model/signature-coverage.ts';
import {
  alternatives,
  type SignatureScheme,
  signedParts,
} from '../lambda/model/signature-scheme.ts';
import type { Source, TokenRule } from '../lambda/model/source.ts';
import { secondsToMs } from '../lambda/model/time.ts';
import type { ValueLocation } from '../lambda/model/value-location.ts';
import { placeValue } from '../lambda/schemes/place-value.ts';
import { signRequest } from '../lambda/schemes/sign.ts';
import { textsAt } from '../lambda/schemes/single-value.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { UsageError } from './failure.ts';
import { placeInElement, sampleContent } from './sample-content.ts';
import { randomSecret, signingKey } from './sample-keys.ts';

export const faults = ['tampered', 'stale', 'wrong-key', 'unsigned', 'duplicate'] as const;
export type Fault = (typeof faults)[number];

export interface SampleOptions {
  readonly nowMs: number;
  readonly secrets: SecretFields;
  /** Claim an address of the allow list; only a local run believes it. */
  readonly claimAddress: boolean;
  readonly fault?: Fault;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly body?: Uint8Array;
}

export interface SampleRequest {
  readonly method: string;
  /** What follows the source's URL: a token in the path, a query string. */
  readonly suffix: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Older than any tolerance or token life that a scheme may state. */
const staleMs = secondsToMs(2 * 24 * 3600);

/**
 * A request as this source's sender would make it, correct or with one fault.
 * @throws UsageError when the source has nothing that the fault could break, or its key cannot sign.
 */
export async function sampleRequest(
  source: Source,
  options: SampleOptions,
): Promise<SampleRequest> {
  const { fault } = options;
  refuseIdleFault(source, fault);
  const content = sampleContent(source, presets.get(source.provider), options);
  const proved = fault === 'unsigned' ? content : await withProof(source, options, content);
  const sent = fault === 'tampered' ? tampered(proved, source) : proved;
  const address = source.allowList?.[0];
  const from = address === undefined ? undefined : parseAddressRange(address)?.address;
  const claim = options.claimAddress && from !== undefined ? { 'x-forwarded-for': from } : {};
  return {
    method: sent.method,
    suffix: `${pathToken(source, options)}${queryOf(sent)}`,
    headers: {
      ...Object.fromEntries([...sent.headers].map(([name, values]) => [name, values.join(', ')])),
      ...claim,
    },
    body: sent.body,
  };
}

const queryOf = ({ query }: SignedRequest): string => {
  const pairs = new URLSearchParams(
    [...query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  );
  return pairs.size === 0 ? '' : `?${pairs}`;
};

function refuseIdleFault(source: Source, fault: Fault | undefined): void {
  const { signature, token } = source;
  const refuse = (why: string) => {
    throw new UsageError(`source "${source.id}" ${why}: use another --fault`);
  };
  if (fault === 'stale' && !(signature && timeMatters(signature)))
    refuse('signs no timestamp, so nothing can be stale');
  if (fault === 'tampered' && signature === undefined)
    refuse('has no signature, so tampering cannot show');
  if (fault === 'tampered' && signature && !canTamper(signature))
    refuse('has a signature that covers nothing of the event, so tampering cannot show');
  const provesNothing = signature === undefined && token === undefined;
  if ((fault === 'wrong-key' || fault === 'unsigned') && provesNothing)
    refuse('has neither signature nor token');
}

/** A sample token expires, whatever the scheme says of its age. */
const timeMatters = (scheme: SignatureScheme): boolean =>
  scheme.kind === 'jwt' || checksTime(scheme);

/** A path token is not part of the content: it is there unless the fault takes it away or spoils it. */
function pathToken({ token, signature }: Source, { secrets, fault }: SampleOptions): string {
  if (token === undefined || !('path' in token)) return '';
  if (fault === 'unsigned') return '/none';
  const isWrong = fault === 'wrong-key' && signature === undefined;
  return `/${encodeURIComponent(isWrong ? 'wrong' : (secrets.token ?? ''))}`;
}

async function withProof(
  source: Source,
  options: SampleOptions,
  content: SignedRequest,
): Promise<SignedRequest> {
  const { token, signature } = source;
  const { fault, secrets } = options;
  const isWrong = fault === 'wrong-key';
  let request = content;
  if (token !== undefined && !('path' in token)) {
    // With a signature at hand the fault is in the key; the token stays right.
    const secret = isWrong && signature === undefined ? randomSecret() : (secrets.token ?? '');
    request = placeValue(request, token, tokenText(secret, token));
  }
  if (signature === undefined) return request;
  const key = signingKey(source, isWrong ? undefined : (secrets.signing ?? ''));
  const signedAtMs = options.nowMs - (fault === 'stale' ? staleMs : 0);
  return signRequest(signature, request, { signedAtMs, key });
}

function tokenText(secret: string, { as, prefix = '' }: TokenRule): string {
  if (as === 'basic') return `Basic ${Buffer.from(secret).toString('base64')}`;
  return `${prefix}${as === 'sha256-hex' ? sha256Hex(secret) : secret}`;
}

/** Where a change must break the signature: the body where it is covered, else a value that is. */
function tamperPlace(scheme: SignatureScheme): 'body' | ValueLocation | undefined {
  const [first] = alternatives(scheme);
  if (first !== undefined && coversBody(first)) return 'body';
  if (first?.kind === 'cipher-checksum') return { form: 'tampered' };
  const part = first && signedParts(first).find(({ kind }) => kind === 'value' || kind === 'pairs');
  if (part?.kind === 'pairs')
    return part.pairs === 'form' ? { form: 'tampered' } : { json: 'tampered' };
  return part?.kind === 'value' ? placeInElement(first, part.at) : undefined;
}

/** Whether a change of what was sent must break the signature. */
export const canTamper = (scheme: SignatureScheme): boolean => tamperPlace(scheme) !== undefined;

function tampered(request: SignedRequest, { signature }: Source): SignedRequest {
  const place = signature && tamperPlace(signature);
  if (place === undefined) return request;
  if (place === 'body') return { ...request, body: altered(request.body) };
  return placeValue(request, place, `${textsAt(request, place)[0] ?? ''}1`);
}

/** The same body with one byte changed; a JSON one still parses. */
function altered(body: Uint8Array): Uint8Array {
  if (body.byteLength === 0) return Buffer.from('1');
  const copy = Uint8Array.from(body);
  const digit = copy.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const at = digit === -1 ? copy.byteLength - 1 : digit;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
