import { flatParts, type Template, type TemplatePart } from './template.ts';
import type { ValueLocation } from './value-location.ts';

/*
 * How a signature is proved, as data; `lambda/schemes` holds `verify` and `sign` for each kind. The same types serve twice: a recipe
 * as a preset or a configuration writes it, templates being text, and a scheme as the ingress runs it, templates being parsed.
 */

export type SignatureRecipe = SchemeOver<Template | undefined>;
export type SignatureScheme = SchemeOver<readonly TemplatePart[]>;

type SchemeOver<T> =
  | HmacScheme<T>
  | DigestScheme<T>
  | PublicKeyScheme<T>
  | JwtScheme<T>
  | DetachedJwsScheme<T>
  | HttpMessageScheme
  | CipherChecksumScheme
  | AnyScheme<T>;

/** A template is optional in a recipe, where leaving it out means `{body}`, and always there in a scheme. */
type Signed<T> = undefined extends T ? { readonly signed?: T } : { readonly signed: T };

export const digestAlgorithms = [
  'md5',
  'sha1',
  'sha256',
  'sha384',
  'sha512',
  'sha3-512',
  'keccak256',
] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** Known to be broken or breaking: a recipe that uses one says so by `allowWeakAlgorithm`. */
export const weakAlgorithms: readonly string[] = ['md5', 'sha1'];

export const signatureEncodings = [
  'hex',
  'base64',
  'base64url',
  'hex-in-base64',
  'hex-in-base64url',
] as const;
/** Text form of the signature. `hex-in-base64` is the base64 of the hex text. */
export type SignatureEncoding = (typeof signatureEncodings)[number];

export const secretEncodings = ['utf8', 'hex', 'base64', 'whsec'] as const;
/** How the stored secret becomes key bytes. `whsec` is base64 behind the `whsec_` prefix of Standard Webhooks. */
export type SecretEncoding = (typeof secretEncodings)[number];

/** One place, or header names of which any may carry the signature (numbered headers, a header being renamed). */
export type SignatureLocation = ValueLocation | { readonly headers: readonly string[] };

/** Common to all schemes that put a signature over a template. */
type Base<T> = SignatureLocation &
  Signed<T> & {
    readonly encoding: SignatureEncoding;
    /** Shape of the text that holds the signature. Default: the signature alone. */
    readonly format?: SignatureFormat;
    /** The sender's clock inside the signed content, so that a captured request grows stale. */
    readonly timestamp?: TimestampRule;
    /**
     * Values that must be those of this receiver. A sender that signs for all of its customers with one key proves that it was the sender, and
     * not for whom.
     */
    readonly requires?: readonly RequiredValue<T>[];
    /** Where the digest of the body stands, for senders that sign it in place of the body. */
    readonly bodyHash?: BodyHash;
    /** `sender`: what is signed says nothing of the event, so the proof is no stronger than a shared secret. */
    readonly proves?: 'sender';
    /** Path to an array of which every element carries a signature of its own; `json` locations then start at the element. */
    readonly each?: string;
    /** Form field whose text is the JSON that `json` locations read. */
    readonly jsonIn?: { readonly form: string };
  };

export interface RequiredValue<T = readonly TemplatePart[]> {
  readonly at: ValueLocation;
  readonly equals: Exclude<T, undefined>;
}

export interface BodyHash {
  readonly at: ValueLocation;
  readonly algorithm: 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
}

/** HMAC (RFC 2104). */
export type HmacScheme<T = readonly TemplatePart[]> = Base<T> & {
  readonly kind: 'hmac';
  readonly algorithm: DigestAlgorithm;
  readonly secretEncoding?: SecretEncoding;
  /** What the sender does to the secret before it becomes the key. */
  readonly secretTransform?: SecretTransform;
  readonly allowWeakAlgorithm?: boolean;
};

/** A plain digest over content that holds the secret. Weaker than an HMAC; some senders have nothing else. */
export type DigestScheme<T = readonly TemplatePart[]> = Base<T> & {
  readonly kind: 'digest';
  readonly algorithm: DigestAlgorithm;
  readonly secretTransform?: SecretTransform;
  readonly allowWeakAlgorithm?: boolean;
};

export type SecretTransform =
  /** Digest of the secret, as bytes. */
  | 'sha1'
  | 'sha256'
  | 'lower'
  | 'nfkd'
  /** The secret and an ampersand, as OAuth 1.0 builds its key. */
  | 'ampersand';

/** RSA (PKCS #1 v1.5), ECDSA or Ed25519 under the sender's public key. */
export type PublicKeyScheme<T = readonly TemplatePart[]> = Base<T> & {
  readonly kind: 'rsa' | 'ecdsa' | 'ed25519';
  /** Digest under the signature; Ed25519 has its own. */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly key: PublicKeySource;
  /** ECDSA: DER, or the two numbers side by side. Default: `der`. */
  readonly ecdsaForm?: 'der' | 'ieee-p1363';
  readonly allowWeakAlgorithm?: boolean;
};

export const publicKeyEncodings = ['pem', 'spki-base64', 'raw-hex', 'raw-base64', 'jwk'] as const;
export type PublicKeyEncoding = (typeof publicKeyEncodings)[number];

export type PublicKeySource =
  /** The source's `signing` secret holds it. `raw-…` is the 32 bytes of an Ed25519 key. */
  { readonly stored: PublicKeyEncoding } | FetchedKey;

/** A key that the sender publishes. Fetched over HTTPS from one of `hosts`, cached, and never from where else a request points. */
export interface FetchedKey {
  /** Fixed address, or where in the request it stands. */
  readonly url: string | ValueLocation;
  /** Host names, or a name behind `*.`; the address must be on one of them. */
  readonly hosts: readonly string[];
  /** End of the path, where the sender's documentation says so. */
  readonly pathSuffix?: string;
  /** What the address answers: a JWK set, a PEM key or certificate, or JSON with a PEM key at `json`. */
  readonly answers: 'jwks' | 'pem' | 'json';
  readonly json?: string;
}

/** A JSON Web Token (RFC 7519) whose claims may fix the body. */
export interface JwtScheme<T = readonly TemplatePart[]> {
  readonly kind: 'jwt';
  /** Accepted `alg` values; never `none`, and never HMAC and public keys together. */
  readonly algorithms: readonly JwsAlgorithm[];
  readonly header?: string;
  /** Text before the token, such as `Bearer `. */
  readonly prefix?: string;
  /** The token is the body. */
  readonly inBody?: boolean;
  readonly key: JoseKeySource;
  readonly issuer?: string | readonly string[];
  /** Claims that must equal a template's text; `aud` may be a list that holds it. */
  readonly claims?: Readonly<Record<string, T>>;
  readonly bodyHash?: HashClaim;
  /** Hash of the address that the sender was given, or of what `of` makes of it. */
  readonly urlHash?: HashClaim & { readonly of?: T };
  /** Longest age by `iat`. */
  readonly maxAgeSeconds?: number;
}

interface HashClaim {
  readonly claim: string;
  readonly algorithm: 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64' | 'base64url';
  /** The sender leaves the claim out when there is nothing to hash. */
  readonly absentWhenEmpty?: boolean;
}

export type JwsAlgorithm =
  | `HS${256 | 384 | 512}`
  | `RS${256 | 384 | 512}`
  | `PS${256 | 384 | 512}`
  | `ES${256 | 384 | 512}`
  | 'EdDSA';

export type JoseKeySource = { readonly stored: SecretEncoding | PublicKeyEncoding } | FetchedKey;

/** A JWS whose payload travels as the request itself (RFC 7515 appendix F). */
export type DetachedJwsScheme<T = readonly TemplatePart[]> = Signed<T> & {
  readonly kind: 'detached-jws';
  readonly algorithms: readonly JwsAlgorithm[];
  readonly header: string;
  readonly key: JoseKeySource;
  /** JWS header that lists the request headers which stand before the body as `Name: value` lines (TrueLayer: `tl_headers`). */
  readonly signedHeaderList?: string;
};

export const httpSignatureAlgorithms = [
  'hmac-sha256',
  'ed25519',
  'ecdsa-p256-sha256',
  'rsa-pss-sha512',
  'rsa-v1_5-sha256',
] as const;
export type HttpSignatureAlgorithm = (typeof httpSignatureAlgorithms)[number];

/** HTTP message signatures (RFC 9421) with the body fixed by `Content-Digest` (RFC 9530). */
export interface HttpMessageScheme {
  readonly kind: 'http-message-signature';
  readonly algorithm: HttpSignatureAlgorithm;
  /** Components that a signature must cover; `content-digest` is always one, unless the scheme proves the sender alone. */
  readonly components: readonly string[];
  readonly proves?: 'sender';
  readonly key: { readonly stored: SecretEncoding | PublicKeyEncoding } | FetchedKey;
  readonly toleranceSeconds?: number;
}

/**
 * Paytm's checksum: the form's values, sorted by name, and a salt are hashed, and the hash with the salt behind it is encrypted with
 * AES-128-CBC under the merchant key and a fixed vector. A scheme of one sender, for no other can express it.
 */
export interface CipherChecksumScheme {
  readonly kind: 'cipher-checksum';
  readonly form: string;
}

/** The sender signs in one of several ways; one that holds is enough. */
export interface AnyScheme<T = readonly TemplatePart[]> {
  readonly kind: 'any';
  readonly of: readonly Exclude<SchemeOver<T>, AnyScheme<T>>[];
}

/** Shape of the text that holds one or more signatures. */
export type SignatureFormat =
  /** The signature behind a fixed text: `sha256=…`. */
  | { readonly prefix: string; readonly separator?: string }
  /** Named fields, of which `signature` may repeat: `t=1700000000,v1=…,v1=…`. Without `signature` every field holds one. */
  | {
      readonly fields: {
        readonly signature?: string;
        readonly separator?: string;
        readonly assign?: string;
      };
    }
  /** The base64 of a JSON object that holds the signature under this name. */
  | { readonly base64Json: string }
  /** Space-separated versions: `v1,… v1,…`. */
  | { readonly versions: string }
  /** Values by position, separated: `1700000000,…`. `repeats`: all from `signature` on are signatures. `list` separates several such groups. */
  | {
      readonly positions: {
        readonly separator: string;
        readonly signature: number;
        readonly repeats?: boolean;
        readonly list?: string;
      };
    };

export interface TimestampRule {
  readonly at: ValueLocation | { readonly field: string } | { readonly position: number };
  /** `epoch`: seconds or milliseconds, told apart by their size. Default: `seconds`. */
  readonly unit?: 'seconds' | 'milliseconds' | 'epoch' | 'iso-8601';
  /** Allowed distance from our clock. Default: 300. */
  readonly toleranceSeconds?: number;
}

export const defaultToleranceSeconds = 300;

/** Alternatives of a scheme: itself, unless it is `any`. */
export const alternatives = (
  scheme: SignatureScheme,
): readonly Exclude<SignatureScheme, AnyScheme>[] => (scheme.kind === 'any' ? scheme.of : [scheme]);

/** The template that is signed; none where a standard says what is. */
export const signedParts = (scheme: SignatureScheme): readonly TemplatePart[] =>
  'signed' in scheme ? flatParts(scheme.signed) : [];

/** The key that a scheme takes from the sender's own address. */
export function fetchedKeyOf(scheme: SignatureScheme): FetchedKey | undefined {
  for (const one of alternatives(scheme)) {
    if ('key' in one && 'url' in one.key) return one.key;
  }
  return undefined;
}
