import type {
  HmacAlgorithm,
  SecretEncoding,
  SignatureEncoding,
} from '../model/signature-scheme.ts';

/** What `receiver.config.ts` says: pure data, so the same thing may stand in a JSON file. */
export interface ReceiverConfig {
  readonly sources: Readonly<Record<string, SourceConfig>>;
}

/** One inbound endpoint. It names a `provider`, or spells out at least one check: `allowList`, `token`, `signature`. All that it names must pass. */
export interface SourceConfig {
  /** Preset to start from; the other keys add to it or replace its values. */
  readonly provider?: string;
  /** Accepted methods. Default: the preset's, else `POST`. */
  readonly methods?: readonly string[];
  /** Accepted source addresses, IPv4 or IPv6, single or CIDR. Default: any. */
  readonly allowList?: readonly string[];
  /** Header that must carry the shared secret stored under `token`. */
  readonly token?: { readonly header: string };
  readonly signature?: SignatureConfig;
  /** Where the event id stands; `none` turns duplicate detection off. Default: the preset's, else the digest of the body. */
  readonly eventId?: EventIdConfig;
  readonly eventType?: LocationConfig;
  /** Reply to a known event id with another body. Default: 409. */
  readonly onConflict?: 200 | 409;
  /** Largest accepted body in bytes. Default and most: 4,194,304. */
  readonly maxBodyBytes?: number;
  /** Requests a second and burst that API Gateway lets through. Default: 50 and 100. */
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
}

export type LocationConfig = { readonly header: string } | { readonly json: string };

export type EventIdConfig =
  | 'none'
  | { readonly json: string }
  /** `trustUnsigned`: deduplicate by this header although no signature covers it. */
  | { readonly header: string; readonly trustUnsigned?: boolean };

export type SignatureConfig = HmacConfig | HmacTimestampedConfig;

interface HmacBaseConfig {
  readonly algorithm: HmacAlgorithm;
  /** Header that carries the signature. */
  readonly header: string;
  readonly encoding: SignatureEncoding;
  /** Fixed text before the signature, such as `sha256=`. Default: none. */
  readonly prefix?: string;
  /** How the stored secret becomes key bytes. Default: `utf8`. */
  readonly secretEncoding?: SecretEncoding;
  /** Named opt-in to `sha1`, for senders that offer nothing better. */
  readonly allowWeakAlgorithm?: boolean;
}

/** HMAC over the exact body. */
export interface HmacConfig extends HmacBaseConfig {
  readonly kind: 'hmac';
}

/** HMAC over a template that holds the attempt's timestamp. */
export interface HmacTimestampedConfig extends HmacBaseConfig {
  readonly kind: 'hmac-timestamped';
  /** Header that carries the timestamp. */
  readonly timestampHeader: string;
  /** Default: `seconds`. */
  readonly timestampUnit?: 'seconds' | 'milliseconds';
  /** What is signed, from `{timestamp}`, `{body}`, `{header:NAME}` and literal text: `{timestamp}.{body}`. */
  readonly signed: string;
  /** Allowed distance between the timestamp and our clock, 1 to 3600 seconds. Default: 300. */
  readonly toleranceSeconds?: number;
}

/** Types the configuration; the value comes back unchanged. */
export const defineReceiver = (config: ReceiverConfig): ReceiverConfig => config;
