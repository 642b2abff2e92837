import type { Destination } from './destination.ts';
import type { Handshake } from './handshake.ts';
import type { ReplyTemplate } from './reply-template.ts';
import { provesContent } from './signature-coverage.ts';
import { alternatives, type SignatureScheme } from './signature-scheme.ts';
import { storedKeyForm } from './stored-key-form.ts';
import type { TenantRules } from './tenant.ts';
import type { ValueLocation } from './value-location.ts';

/** One configured inbound endpoint, with every preset value already filled in. Pure data: it travels as JSON. */
export interface Source {
  /** Segment of its URL and end of its secret's name: lower-case letters, digits, hyphens. */
  readonly id: string;
  /** Preset id, or `generic` where the configuration spells the checks out. */
  readonly provider: string;
  readonly methods: readonly string[];
  /** Accepted source addresses: IPv4 or IPv6, single or CIDR. */
  readonly allowList?: readonly string[];
  readonly token?: TokenRule;
  readonly signature?: SignatureScheme;
  /** Requests come to one-time addresses alone, each minted for the answer to one call. */
  readonly callbacks?: true;
  /** Present where each tenant has an address and a secret of its own. */
  readonly tenants?: TenantRules;
  /** The address that the provider was given, for schemes that sign it. */
  readonly publicUrl?: string;
  /** Values that the provider's scheme needs and that are no secrets. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly eventId: EventIdRule;
  readonly eventType?: ValueLocation;
  readonly replies?: ReplyRules;
  readonly handshakes?: readonly Handshake[];
  /** Reply to an event id that comes again with another body. */
  readonly onConflict: 200 | 409;
  readonly maxBodyBytes: number;
  /** Requests a second and burst that the edge lets through for this source. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** Longest time without an accepted request before an alarm says that the source is silent. */
  readonly expectEverySeconds?: number;
  /** Present where the source has a queue of its own. */
  readonly lane?: Lane;
  /** Where its events go besides its handlers. */
  readonly destinations?: readonly Destination[];
}

/** A queue for one source, which keeps its order or limits how many of its handlers run at a time. */
export interface Lane {
  /** Handlers of this source that run at a time, 2 or more. */
  readonly concurrency?: number;
  /** Events with the same value here, or all of the source's, are handled one after the other. */
  readonly orderedBy?: ValueLocation | 'source';
}

/** Where the shared secret stands: a value of the request, or the last segment of the URL behind the source. */
export type TokenRule = TokenLocation & {
  /** Text before the secret, such as `Bearer `. */
  readonly prefix?: string;
  /**
   * `basic`: HTTP Basic (RFC 7617), the secret being `user:password`. `sha256-hex`: the sender shows the secret's SHA-256.
   * Default: the secret itself.
   */
  readonly as?: 'basic' | 'sha256-hex';
};

export type TokenLocation = ValueLocation | { readonly path: true };

/** What a provider wants to see, where that differs from ours. */
export interface ReplyRules<Reply = ReplyTemplate> {
  /** Answer to an accepted delivery. */
  readonly accepted?: Reply;
  /** Answer to a refused one: providers that probe with bad signatures want 401. */
  readonly rejectedStatus?: 401;
}

export type EventIdRule =
  /** The sender gives no id: the digest of what is signed is the idempotency key. */
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
  const { token, signature, handshakes = [] } = source;
  const isStored = signature !== undefined && storedKeyForm(signature) !== undefined;
  const isHandshakeToken = handshakes.some(({ proof }) => typeof proof === 'object');
  return [
    ...(token === undefined && !isHandshakeToken ? [] : (['token'] as const)),
    ...(isStored ? (['signing'] as const) : []),
  ];
}

export type SecretField = 'signing' | 'token';

/** Whether one secret proves all requests of the source; where it has tenants, each has one instead. */
export const hasOwnSecret = (source: Source): boolean =>
  source.tenants === undefined && requiredSecretFields(source).length > 0;

/** Strength of the proof that a source's checks give. */
export type Strength = 'signed' | 'token' | 'address';

const strengths: readonly Strength[] = ['address', 'token', 'signed'];

export const isStrongEnough = (strength: Strength, atLeast: Strength = 'address'): boolean =>
  strengths.indexOf(strength) >= strengths.indexOf(atLeast);

export function strengthOf({ signature, token, callbacks }: Source): Strength {
  if (signature !== undefined && provesContent(signature)) return 'signed';
  const knowsSecret = signature !== undefined || token !== undefined || callbacks !== undefined;
  return knowsSecret ? 'token' : 'address';
}

/** Names of headers and query values that carry a secret: no record and no log may show them. A JSON Web Token is one while it lasts. */
export function secretPlaces({ token, signature }: Source): {
  readonly headers: readonly string[];
  readonly query: readonly string[];
} {
  const jwts = (signature ? alternatives(signature) : []).flatMap((one) =>
    one.kind === 'jwt' && one.header !== undefined ? [one.header] : [],
  );
  return {
    headers: [...(token && 'header' in token ? [token.header] : []), ...jwts],
    query: token && 'query' in token ? [token.query] : [],
  };
}

/** Names of all headers that carry proof: secrets and signatures. */
export function proofHeaders(source: Source): readonly string[] {
  const signatures = (source.signature ? alternatives(source.signature) : []).flatMap((one) => [
    ...('header' in one && one.header !== undefined ? [one.header] : []),
    ...('headers' in one ? one.headers : []),
    ...(one.kind === 'http-message-signature' ? ['signature'] : []),
  ]);
  return [...secretPlaces(source).headers, ...signatures];
}

/** The part of its route that all addresses of a source have in common. */
export const routeBaseOf = (
  source: Pick<Source, 'id' | 'token' | 'callbacks' | 'tenants'>,
): string => routeOf(source).replace(/\/\{\w+\}$/, '');

/** Path of a source's route below the API's root, as API Gateway writes it. */
export function routeOf({
  id,
  token,
  callbacks,
  tenants,
}: Pick<Source, 'id' | 'token' | 'callbacks' | 'tenants'>): string {
  if (callbacks) return `/callbacks/${id}/{token}`;
  if (tenants !== undefined) return `/hooks/${id}/{tenant}`;
  return token !== undefined && 'path' in token ? `/hooks/${id}/{token}` : `/hooks/${id}`;
}
