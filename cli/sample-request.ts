import { presets } from '../lambda/config/preset-index.ts';
import { sha256Hex } from '../lambda/crypto/hash.ts';
import { parseAddressRange } from '../lambda/model/address-range.ts';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import type { Source, TokenRule } from '../lambda/model/source.ts';
import type { SecretOwner } from '../lambda/model/tenant.ts';
import { secondsToMs } from '../lambda/model/time.ts';
import { placeValue } from '../lambda/schemes/place-value.ts';
import { signRequest } from '../lambda/schemes/sign.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { UsageError } from './failure.ts';
import { sampleContent } from './sample-content.ts';
import { type Fault, idleReason } from './sample-faults.ts';
import { randomSecret, signingKey } from './sample-keys.ts';
import { tampered } from './tamper.ts';

export interface SampleOptions {
  readonly nowMs: number;
  readonly secrets: SecretFields;
  /** Claim an address of the allow list; only a local run believes it. */
  readonly claimAddress: boolean;
  readonly fault?: Fault;
  readonly eventId?: string;
  readonly eventType?: string;
  readonly body?: Uint8Array;
  /** Of the callback that is to be answered, where the source has callbacks. */
  readonly callbackToken?: string;
}

export interface SampleRequest {
  readonly method: string;
  /** What follows the source's URL: a tenant or a token in the path, a query string. */
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
  source: SecretOwner,
  options: SampleOptions,
): Promise<SampleRequest> {
  const { fault } = options;
  const idle = fault && idleReason(source, fault);
  if (idle !== undefined)
    throw new UsageError(`source "${source.id}" ${idle}: use another --fault`);
  const content = sampleContent(source, presets.get(source.provider), options);
  const proved = fault === 'unsigned' ? content : await withProof(source, options, content);
  const sent = fault === 'tampered' ? tampered(proved, source) : proved;
  const address = source.allowList?.[0];
  const from = address === undefined ? undefined : parseAddressRange(address)?.address;
  const claim = options.claimAddress && from !== undefined ? { 'x-forwarded-for': from } : {};
  return {
    method: sent.method,
    suffix: `${source.tenant === undefined ? '' : `/${source.tenant}`}${pathToken(source, options)}${queryOf(sent)}`,
    headers: {
      ...Object.fromEntries([...sent.headers].map(([name, values]) => [name, values.join(', ')])),
      ...claim,
    },
    body: fault === 'oversize' ? padded(sent.body, source.maxBodyBytes) : sent.body,
  };
}

const queryOf = ({ query }: SignedRequest): string => {
  const pairs = new URLSearchParams(
    [...query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  );
  return pairs.size === 0 ? '' : `?${pairs}`;
};

/** A path token is not part of the content: it is there unless the fault takes it away or spoils it. */
function pathToken(source: Source, options: SampleOptions): string {
  const { token, signature, callbacks } = source;
  const { secrets, fault } = options;
  if (callbacks) return `/${callbackToken(source, options)}`;
  if (token === undefined || !('path' in token)) return '';
  if (fault === 'unsigned') return '/none';
  const isWrong = fault === 'wrong-key' && signature === undefined;
  return `/${encodeURIComponent(isWrong ? 'wrong' : (secrets.token ?? ''))}`;
}

/** Where there is another proof, the fault is in that one, and the callback's token is right. */
function callbackToken(
  { token, signature }: Source,
  { fault, callbackToken: minted = 'none' }: SampleOptions,
): string {
  if (token !== undefined || signature !== undefined) return minted;
  if (fault === 'unsigned') return 'none';
  return fault === 'wrong-key' ? randomSecret() : minted;
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

/** Larger than the source takes, whatever it proves. */
const padded = (body: Uint8Array, maxBodyBytes: number): Uint8Array =>
  Buffer.concat([body, Buffer.alloc(Math.max(0, maxBodyBytes + 1 - body.byteLength), ' ')]);
