import { randomBytes } from 'node:crypto';
import { secretKey } from '../lambda/crypto/secret-key.ts';
import { parseAddressRange } from '../lambda/model/address-range.ts';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import type { Source } from '../lambda/model/source.ts';
import { secondsToMs } from '../lambda/model/time.ts';
import { presets } from '../lambda/providers/registry.ts';
import { signRequest } from '../lambda/schemes/sign.ts';
import { UsageError } from './failure.ts';
import { sampleContent } from './sample-content.ts';

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
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * A request as this source's sender would make it, correct or with one fault.
 * @throws UsageError when the source has nothing that the fault could break.
 */
export function sampleRequest(source: Source, options: SampleOptions): SampleRequest {
  const { fault, nowMs } = options;
  refuseIdleFault(source, fault);
  const content = sampleContent(source, presets.get(source.provider), options);
  const headers = new Map(Object.entries(content.headers));
  if (fault !== 'unsigned') addProof(source, options, { headers, body: content.body });
  const address = source.allowList?.[0];
  const from = address === undefined ? undefined : parseAddressRange(address)?.address;
  if (options.claimAddress && from !== undefined) headers.set('x-forwarded-for', from);
  return {
    method: source.methods[0] ?? 'POST',
    headers: Object.fromEntries(headers),
    body: fault === 'tampered' ? altered(content.body, nowMs) : content.body,
  };
}

function refuseIdleFault(source: Source, fault: Fault | undefined): void {
  const { signature, token } = source;
  if (fault === 'stale' && signature?.kind !== 'hmac-timestamped') {
    throw new UsageError(
      `source "${source.id}" signs no timestamp, so nothing can be stale: use another --fault`,
    );
  }
  if (fault === 'tampered' && signature === undefined) {
    throw new UsageError(
      `source "${source.id}" has no signature, so tampering cannot show: use another --fault`,
    );
  }
  if (
    (fault === 'wrong-key' || fault === 'unsigned') &&
    signature === undefined &&
    token === undefined
  ) {
    throw new UsageError(
      `source "${source.id}" has neither signature nor token: use another --fault`,
    );
  }
}

interface Draft {
  readonly headers: Map<string, string>;
  readonly body: Uint8Array;
}

function addProof(
  source: Source,
  { secrets, fault, nowMs }: SampleOptions,
  { headers, body }: Draft,
): void {
  const { token, signature } = source;
  const isWrong = fault === 'wrong-key';
  if (token !== undefined) {
    // With a signature at hand the fault is in the key; the token stays right.
    const value =
      isWrong && signature === undefined ? randomBytes(16).toString('hex') : (secrets.token ?? '');
    headers.set(token.header, value);
  }
  if (signature === undefined) return;
  const stored = secretKey(secrets.signing ?? '', signature.secretEncoding);
  const key = isWrong ? secretKey(randomBytes(24).toString('hex'), 'hex') : stored;
  if (key === undefined) {
    throw new UsageError(
      `the signing secret of "${source.id}" is not usable: set it with sallyport secrets set ${source.id}`,
    );
  }
  const ageMs =
    fault === 'stale' && signature.kind === 'hmac-timestamped'
      ? secondsToMs(signature.toleranceSeconds + 60)
      : 0;
  const lists = new Map([...headers].map(([name, value]) => [name.toLowerCase(), [value]]));
  const signed = signRequest(signature, { headers: lists, body, signedAtMs: nowMs - ageMs }, key);
  for (const [name, value] of signed) headers.set(name, value);
}

/** The same body with one byte changed; a JSON one still parses. */
function altered(body: Uint8Array, nowMs: number): Uint8Array {
  if (body.byteLength === 0) return new TextEncoder().encode(String(nowMs));
  const copy = Uint8Array.from(body);
  const digit = copy.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const at = digit === -1 ? copy.byteLength - 1 : digit;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
