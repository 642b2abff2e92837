/** How a signature is proved, as data. `lambda/schemes` holds `verify` and `sign` for each kind. */
export type SignatureScheme = HmacScheme | HmacTimestampedScheme;

export const hmacAlgorithms = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
export type HmacAlgorithm = (typeof hmacAlgorithms)[number];

export const signatureEncodings = ['hex', 'base64', 'base64url'] as const;
export type SignatureEncoding = (typeof signatureEncodings)[number];

/** How the stored secret becomes key bytes. `whsec` is base64 behind the `whsec_` prefix of Standard Webhooks. */
export const secretEncodings = ['utf8', 'hex', 'base64', 'whsec'] as const;
export type SecretEncoding = (typeof secretEncodings)[number];

interface HmacParameters {
  readonly algorithm: HmacAlgorithm;
  /** Lower-case name of the header that carries the signature. */
  readonly header: string;
  readonly grammar: SignatureGrammar;
  readonly encoding: SignatureEncoding;
  readonly secretEncoding: SecretEncoding;
}

/** HMAC over the exact body bytes. */
export interface HmacScheme extends HmacParameters {
  readonly kind: 'hmac';
}

/** HMAC over a template that contains the attempt's timestamp, so that a captured request grows stale. */
export interface HmacTimestampedScheme extends HmacParameters {
  readonly kind: 'hmac-timestamped';
  readonly timestamp: TimestampLocation;
  readonly timestampUnit: 'seconds' | 'milliseconds';
  /** The signed content, part by part; holds `timestamp` and `body` exactly once each. */
  readonly signed: readonly SignedPart[];
  readonly toleranceSeconds: number;
}

/** What the signature header looks like. */
export type SignatureGrammar =
  /** The signature alone, behind an optional fixed prefix: `sha256=…`. */
  | { readonly kind: 'plain'; readonly prefix: string }
  /** Named fields, of which one may repeat: `t=1700000000,v1=…,v1=…`. */
  | { readonly kind: 'fields'; readonly signatureField: string }
  /** Space-separated list of versioned signatures: `v1,… v1,…`. */
  | { readonly kind: 'versioned-list'; readonly version: string };

export type TimestampLocation =
  | { readonly kind: 'header'; readonly header: string }
  /** A field of the signature header itself; needs the `fields` grammar. */
  | { readonly kind: 'signature-field'; readonly field: string };

export type SignedPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'header'; readonly header: string }
  | { readonly kind: 'body' };

/** Names of the request headers whose values the signature covers. */
export function signedHeaders(scheme: SignatureScheme): readonly string[] {
  if (scheme.kind === 'hmac') return [];
  return scheme.signed.flatMap((part) => (part.kind === 'header' ? [part.header] : []));
}
