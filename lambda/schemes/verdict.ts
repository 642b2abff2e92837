import type { SecretLabel } from '../model/delivery.ts';
import type { Reason } from '../model/rejection.ts';
import type { SecretVersion } from '../model/secrets.ts';

/** What a scheme says of a request. */
export type SignatureVerdict =
  | {
      readonly ok: true;
      readonly secretVersion: SecretLabel;
      /** Present for schemes that sign a timestamp. */
      readonly signedAtMs?: number;
    }
  | { readonly ok: false; readonly reason: SignatureReason };

export type SignatureReason = Extract<Reason, `signature-${string}` | `timestamp-${string}`>;

export const refuse = (reason: SignatureReason): SignatureVerdict => ({ ok: false, reason });

/** What a scheme looks at: headers and body as received, and the keys that may have signed. */
export interface SignedRequest {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

export type SigningKeys = readonly SecretVersion[];
