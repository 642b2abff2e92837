import * as v from 'valibot';
import { parseAddressRange } from '../model/address-range.ts';
import { destinationSchema } from './destination-schema.ts';
import { headerName, jsonPath, location, nonEmpty, wholeNumber } from './parts-schema.ts';
import { recipeSchema } from './recipe-schema.ts';
import { handshakeSchema, repliesSchema } from './reply-schema.ts';

/**
 * Largest body: API Gateway hands it over as base64 in a 6 MB Lambda payload.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11-23)
 */
export const maxBodyBytesLimit = 4 * 1024 * 1024;

const sourceId = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/,
    'a source id is 1 to 48 lower-case letters, digits and inner hyphens: rename the source',
  ),
);

const addressRange = v.pipe(
  v.string(),
  v.check(
    (text) => parseAddressRange(text) !== undefined,
    'expected an IPv4 or IPv6 address or a CIDR such as 203.0.113.0/24',
  ),
  v.check(
    (text) => parseAddressRange(text)?.prefix !== 0,
    'a /0 range lets everybody in: leave allowList out if that is meant',
  ),
);

const secondsPer = { m: 60, h: 3600, d: 86_400 } as const;

/**
 * An interval as CloudWatch can look back over it: a day in steps of five minutes, a week in steps of an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (2026-11-24)
 */
const expectEvery = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,4}[mhd]$/, 'expected minutes, hours or days such as 15m, 1h or 2d'),
  v.check(
    (text) => intervalSeconds(text) <= 7 * secondsPer.d,
    'CloudWatch looks back seven days at most: use 7d or less',
  ),
  v.check(
    (text) => intervalSeconds(text) % (intervalSeconds(text) > secondsPer.d ? 3600 : 300) === 0,
    'expected a multiple of 5 minutes up to a day, and whole hours beyond it',
  ),
);

/** Seconds of an interval such as `15m`, `1h` or `2d`. */
export const intervalSeconds = (text: string): number =>
  Number(text.slice(0, -1)) * secondsPer[text.slice(-1) as keyof typeof secondsPer];

const eventId = v.union(
  [
    v.literal('none'),
    v.strictObject({ header: headerName, trustUnsigned: v.optional(v.boolean()) }),
    v.strictObject({ query: nonEmpty, trustUnsigned: v.optional(v.boolean()) }),
    v.strictObject({ json: jsonPath, trustUnsigned: v.optional(v.boolean()) }),
    v.strictObject({ form: nonEmpty, trustUnsigned: v.optional(v.boolean()) }),
  ],
  'expected "none", { "header": NAME }, { "query": NAME }, { "json": PATH } or { "form": NAME }',
);

const tokenOptions = {
  prefix: v.optional(v.string()),
  as: v.optional(v.picklist(['basic', 'sha256-hex'])),
};

export const tokenSchema = v.union(
  [
    v.strictObject({ header: headerName, ...tokenOptions }),
    v.strictObject({ query: nonEmpty, ...tokenOptions }),
    v.strictObject({ json: jsonPath, ...tokenOptions }),
    v.strictObject({ form: nonEmpty, ...tokenOptions }),
    v.strictObject({ path: v.literal(true), ...tokenOptions }),
  ],
  'expected { "header": NAME }, { "query": NAME }, { "json": PATH }, { "form": NAME } or { "path": true }',
);

/** A request as the sender made it: see `GoldenVector`. */
export const vectorSchema = v.strictObject({
  secret: nonEmpty,
  at: v.optional(
    v.pipe(v.string(), v.isoTimestamp('expected an instant such as 2026-11-23T10:00:00Z')),
  ),
  method: v.optional(nonEmpty),
  url: v.optional(nonEmpty),
  headers: v.optional(v.record(v.string(), v.string())),
  query: v.optional(v.record(v.string(), v.string())),
  body: v.string(),
  base64: v.optional(v.boolean()),
});

/** One item of the table counts a tenant's requests, and one item takes 1,000 writes a second. */
const maxTenantRate = 500;
/** Longest time in which a burst is made up for, in seconds. */
const maxBurstSeconds = 30;

const tenants = v.union(
  [
    v.literal(true),
    v.pipe(
      v.strictObject({
        ratePerSecond: v.optional(wholeNumber(1, maxTenantRate)),
        burst: v.optional(wholeNumber(1, maxTenantRate * maxBurstSeconds)),
      }),
      v.check(
        ({ ratePerSecond = 0, burst = ratePerSecond }) =>
          burst >= ratePerSecond && burst <= maxBurstSeconds * ratePerSecond,
        `a burst needs a ratePerSecond, and is 1 to ${maxBurstSeconds} times that`,
      ),
    ),
  ],
  'expected true, or { "ratePerSecond": N, "burst": N }',
);

export const sourceSchema = v.strictObject({
  provider: v.optional(v.string()),
  methods: v.optional(
    v.pipe(
      v.array(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
      v.minLength(1, 'name at least one method, or leave it out for the default'),
    ),
  ),
  allowList: v.optional(
    v.union(
      [
        v.literal('published'),
        v.pipe(
          v.array(addressRange),
          v.minLength(1, 'an empty allow list admits nobody: add an address or leave it out'),
        ),
      ],
      'expected a list of addresses, or "published" for those that the provider publishes',
    ),
  ),
  token: v.optional(tokenSchema),
  callbacks: v.optional(v.literal(true)),
  tenants: v.optional(tenants),
  signature: v.optional(recipeSchema),
  vectors: v.optional(v.array(vectorSchema)),
  publicUrl: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https:\/\/[^\s#]+$/, 'expected the https address that the provider was given'),
    ),
  ),
  settings: v.optional(v.record(nonEmpty, nonEmpty)),
  toleranceSeconds: v.optional(wholeNumber(1, 3600)),
  eventId: v.optional(eventId),
  eventType: v.optional(location),
  replies: v.optional(repliesSchema),
  handshakes: v.optional(v.array(handshakeSchema)),
  onConflict: v.optional(v.picklist([200, 409])),
  maxBodyBytes: v.optional(wholeNumber(1, maxBodyBytesLimit)),
  throttle: v.optional(
    v.strictObject({ ratePerSecond: wholeNumber(1, 10_000), burst: wholeNumber(1, 5_000) }),
  ),
  expectEvery: v.optional(expectEvery),
  concurrency: v.optional(wholeNumber(1, 1000)),
  destinations: v.optional(v.array(destinationSchema)),
  ordered: v.optional(
    v.union(
      [v.literal('by-source'), v.strictObject({ byKey: location })],
      'expected "by-source", or { "byKey": { "json": PATH } } with json, form, query or header',
    ),
  ),
});

/** Headers that hold something else than one address of the CDN's own finding. */
const noClientIpHeader: Readonly<Record<string, string>> = {
  'x-forwarded-for':
    'every hop adds to X-Forwarded-For and its left end is what the sender wrote: name the header that the CDN sets itself, such as CF-Connecting-IP',
  'cloudfront-viewer-address':
    'CloudFront-Viewer-Address holds a port too: have a CloudFront function set a header of your own, see docs/edge.md',
};

const cdnSchema = v.strictObject({
  clientIpHeader: v.pipe(
    headerName,
    v.toLowerCase(),
    v.check(
      (name) => noClientIpHeader[name] === undefined,
      ({ input }) => noClientIpHeader[String(input)] ?? '',
    ),
  ),
  proof: v.union(
    [
      v.strictObject({ header: v.pipe(headerName, v.toLowerCase()) }),
      v.strictObject({
        addresses: v.pipe(
          v.array(addressRange),
          v.minLength(1, "name the CDN's addresses, or use a header with a secret"),
        ),
      }),
    ],
    'expected { "header": NAME } for a header that the CDN adds with a secret, or { "addresses": [CIDR] } for its own addresses',
  ),
});

/** Shape of a receiver configuration. Unknown keys are errors: a misspelt check must not mean "no check". */
export const receiverSchema = v.strictObject({
  sources: v.pipe(
    v.record(sourceId, sourceSchema),
    v.check((all) => Object.keys(all).length > 0, 'name at least one source'),
  ),
  behindCdn: v.optional(cdnSchema),
});

export type SourceInput = v.InferOutput<typeof sourceSchema>;
