import type { KeyObject } from 'node:crypto';
import type { SecretLabel } from '../model/delivery.ts';
import type { Reason } from '../model/rejection.ts';
import type { MultiMap } from '../model/request.ts';
import type { SignedTime } from '../model/time.ts';

/** What a scheme says of a request. */
export type SignatureVerdict =
  | {
      readonly ok: true;
      /** Version of the stored secret that matched; absent for a key that the sender publishes. */
      readonly secretVersion?: SecretLabel;
      readonly signedTime?: SignedTime;
      /** SHA-256 of what was signed, lower-case hex, where that is not the whole body. */
      readonly contentSha256?: string;
    }
  | { readonly ok: false; readonly reason: SignatureReason };

export type SignatureReason = Extract<Reason, `signature-${string}` | `timestamp-${string}`>;

export const refuse = (reason: SignatureReason): SignatureVerdict => ({ ok: false, reason });

/** What a scheme looks at: the request as received, and what the configuration says of the source. */
export interface SignedRequest {
  readonly method: string;
  /** Address that the sender was given, its query string included; absent where the configuration does not say. */
  readonly url?: string;
  readonly headers: MultiMap;
  readonly query: MultiMap;
  readonly body: Uint8Array;
  /** Values that the sender's scheme needs and that are no secrets. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A key that may have signed: a version of the stored secret, or one that the sender publishes. */
export interface SigningKey {
  readonly label?: SecretLabel;
  readonly signing?: KeyObject;
  /** Name under which the sender publishes it. */
  readonly keyId?: string;
}

export type SigningKeys = readonly SigningKey[];
