import type { SignatureScheme } from './signature-scheme.ts';

/** One configured inbound endpoint, with every preset value already filled in. Pure data: it travels as JSON. */
export interface Source {
  /** Last segment of its URL and of its secret's name: lower-case letters, digits, hyphens. */
  readonly id: string;
  /** Preset id, or `generic` where the configuration spells the checks out. */
  readonly provider: string;
  readonly methods: readonly string[];
  /** Accepted source addresses: IPv4 or IPv6, single or CIDR. */
  readonly allowList?: readonly string[];
  /** A shared secret in a header. */
  readonly token?: { readonly header: string };
  readonly signature?: SignatureScheme;
  readonly eventId: EventIdRule;
  readonly eventType?: ValueLocation;
  /** Reply to an event id that comes again with another body. */
  readonly onConflict: 200 | 409;
  readonly maxBodyBytes: number;
  /** Requests a second and burst that the edge lets through for this source. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
}

/** Where a value stands in a request. `json` is a dotted path into the body: `data.object.id`, `events.0.id`. */
export type ValueLocation = { readonly header: string } | { readonly json: string };

export type EventIdRule =
  /** The sender gives no id: the digest of the body is the idempotency key. */
  | { readonly kind: 'digest' }
  /** Identical messages are distinct events: nothing is deduplicated. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'located';
      readonly at: ValueLocation;
      /** Use the id as idempotency key although no signature covers it. */
      readonly trustUnsigned: boolean;
    };

/** Which secret fields a source needs before it can judge a request. */
export function requiredSecretFields(source: Source): readonly SecretField[] {
  return [
    ...(source.token === undefined ? [] : (['token'] as const)),
    ...(source.signature === undefined ? [] : (['signing'] as const)),
  ];
}

export type SecretField = 'signing' | 'token';

/** Strength of the proof that a source's checks give. */
export type Strength = 'signed' | 'token' | 'address';

export function strengthOf(source: Source): Strength {
  if (source.signature !== undefined) return 'signed';
  return source.token === undefined ? 'address' : 'token';
}
