import type { Cdn } from '../model/cdn.ts';
import type { Destination } from '../model/destination.ts';
import type { HandshakeRecipe } from '../model/handshake.ts';
import type { ReplyRecipe } from '../model/reply-template.ts';
import type { SignatureRecipe } from '../model/signature-scheme.ts';
import type { ReplyRules, TokenRule } from '../model/source.ts';
import type { TenantRules } from '../model/tenant.ts';
import type { ValueLocation } from '../model/value-location.ts';
import type { GoldenVector } from './prove-recipe.ts';

/** What `receiver.config.ts` says: pure data, so the same thing may stand in a JSON file. */
export interface ReceiverConfig {
  readonly sources: Readonly<Record<string, SourceConfig>>;
  /**
   * A CDN through which every request must come: allow lists then judge the address in its `clientIpHeader`, and a request that does not prove
   * that it came through the CDN is refused. See docs/edge.md. Default: senders reach the API themselves.
   */
  readonly behindCdn?: Cdn;
}

/** One inbound endpoint. It names a `provider`, or spells out at least one check: `allowList`, `token`, `signature`. All that it names must pass. */
export interface SourceConfig {
  /** Preset to start from; the other keys add to it or replace its values. */
  readonly provider?: string;
  /** Accepted methods. Default: the preset's, else `POST`. */
  readonly methods?: readonly string[];
  /** Accepted source addresses, IPv4 or IPv6, single or CIDR; `published` takes those of the preset. Default: any, unless the address is the preset's proof. */
  readonly allowList?: readonly string[] | 'published';
  /** Where the shared secret stands that is stored under `token`. Default: the preset's. */
  readonly token?: TokenRule;
  /**
   * Requests come to one-time addresses alone, `/callbacks/SOURCE/TOKEN`, each minted for the answer to one call (`sallyport callbacks create`,
   * or `createCallback`); the token is then one of the checks. See docs/callbacks.md. Default: one lasting address, `/hooks/SOURCE`.
   */
  readonly callbacks?: true;
  /**
   * Each tenant has an address, `/hooks/SOURCE/TENANT`, and a secret of its own (`sallyport tenants create`, or `createTenant`), without a
   * deployment. `true`, or what holds for each of them. See docs/tenants.md. Default: the source has one address and one secret.
   */
  readonly tenants?: true | TenantRules;
  /** How the signature is made. Default: the preset's. */
  readonly signature?: SignatureRecipe;
  /**
   * Requests that the sender really made, with their secret (one that is no longer in use). Loading the configuration tries the recipe on each and
   * on three forgeries of it. A recipe beyond an HMAC over the body needs at least one.
   */
  readonly vectors?: readonly GoldenVector[];
  /** The https address that the provider was given; needed by schemes that sign it. API Gateway decodes query strings, so it cannot be had from the request. */
  readonly publicUrl?: string;
  /** Values that the preset asks for and that are no secrets. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Allowed distance between the signed timestamp and our clock, 1 to 3600 seconds. Default: the preset's, else 300. */
  readonly toleranceSeconds?: number;
  /** Where the event id stands; `none` turns duplicate detection off. Default: the preset's, else the digest of what is signed. */
  readonly eventId?: EventIdConfig;
  readonly eventType?: ValueLocation;
  /** What the sender wants to see in place of our reply. Default: the preset's. */
  readonly replies?: ReplyRules<ReplyRecipe>;
  /** How the sender tries the endpoint out. Default: the preset's. */
  readonly handshakes?: readonly HandshakeRecipe[];
  /** Reply to a known event id with another body. Default: 409. */
  readonly onConflict?: 200 | 409;
  /** Largest accepted body in bytes. Default and most: 4,194,304. */
  readonly maxBodyBytes?: number;
  /** Requests a second and burst that API Gateway lets through. Default: 50 and 100. */
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
  /** Longest time without an accepted request that is no cause for concern, such as `1h`; then an alarm is raised. Default: silence is normal. */
  readonly expectEvery?: string;
  /** Handlers of this source that run at a time, 1 to 1000; it then has a queue of its own. Default: no limit of its own. */
  readonly concurrency?: number;
  /**
   * Events with the same value, or all of the source's, are handled one after the other, in the order in which they were accepted. What it
   * costs: docs/durability.md. Default: no order.
   */
  readonly ordered?: 'by-source' | { readonly byKey: ValueLocation };
  /**
   * Where events go besides the handlers of this source, or in their place: each with attempts, outcome and replays of its own. See
   * docs/destinations.md. Default: nowhere.
   */
  readonly destinations?: readonly DestinationConfig[];
}

/** `filterUnsigned`: filter by the body although no signature covers it. */
export type DestinationConfig = Destination & { readonly filterUnsigned?: true };

/** `trustUnsigned`: deduplicate by this value although no signature covers it. */
export type EventIdConfig = 'none' | (ValueLocation & { readonly trustUnsigned?: boolean });

/** Types the configuration; the value comes back unchanged. */
export const defineReceiver = (config: ReceiverConfig): ReceiverConfig => config;
