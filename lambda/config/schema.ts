import * as v from 'valibot';
import { parseAddressRange } from '../model/address-range.ts';
import { hmacAlgorithms, secretEncodings, signatureEncodings } from '../model/signature-scheme.ts';
import { parseSignedTemplate } from './signed-template.ts';

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

const headerName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'expected a header name such as X-Signature'),
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

const jsonPath = v.pipe(
  v.string(),
  v.regex(/^[^.\s]+(?:\.[^.\s]+)*$/, 'expected a dotted path such as data.object.id'),
);

const location = v.union(
  [v.strictObject({ header: headerName }), v.strictObject({ json: jsonPath })],
  'expected { "header": NAME } or { "json": PATH }',
);

const eventId = v.union(
  [
    v.literal('none'),
    v.strictObject({ header: headerName, trustUnsigned: v.optional(v.boolean()) }),
    v.strictObject({ json: jsonPath }),
  ],
  'expected "none", { "header": NAME } or { "json": PATH }',
);

const hmacBase = {
  algorithm: v.picklist(hmacAlgorithms),
  header: headerName,
  encoding: v.picklist(signatureEncodings),
  prefix: v.optional(v.string()),
  secretEncoding: v.optional(v.picklist(secretEncodings)),
  allowWeakAlgorithm: v.optional(v.boolean()),
};

const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.integer('expected a whole number'),
    v.minValue(least, `expected ${least} to ${most}`),
    v.maxValue(most, `expected ${least} to ${most}`),
  );

const signature = v.variant('kind', [
  v.strictObject({ kind: v.literal('hmac'), ...hmacBase }),
  v.strictObject({
    kind: v.literal('hmac-timestamped'),
    ...hmacBase,
    timestampHeader: headerName,
    timestampUnit: v.optional(v.picklist(['seconds', 'milliseconds'])),
    signed: v.pipe(
      v.string(),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const parsed = parseSignedTemplate(dataset.value);
        if (typeof parsed === 'string') addIssue({ message: parsed });
      }),
    ),
    toleranceSeconds: v.optional(wholeNumber(1, 3600)),
  }),
]);

export const sourceSchema = v.strictObject({
  provider: v.optional(v.string()),
  methods: v.optional(
    v.pipe(
      v.array(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
      v.minLength(1, 'name at least one method, or leave it out for the default'),
    ),
  ),
  allowList: v.optional(
    v.pipe(
      v.array(addressRange),
      v.minLength(1, 'an empty allow list admits nobody: add an address or leave it out'),
    ),
  ),
  token: v.optional(v.strictObject({ header: headerName })),
  signature: v.optional(signature),
  eventId: v.optional(eventId),
  eventType: v.optional(location),
  onConflict: v.optional(v.picklist([200, 409])),
  maxBodyBytes: v.optional(wholeNumber(1, maxBodyBytesLimit)),
  throttle: v.optional(
    v.strictObject({ ratePerSecond: wholeNumber(1, 10_000), burst: wholeNumber(1, 5_000) }),
  ),
});

/** Shape of a receiver configuration. Unknown keys are errors: a misspelt check must not mean "no check". */
export const receiverSchema = v.strictObject({
  sources: v.pipe(
    v.record(sourceId, sourceSchema),
    v.check((all) => Object.keys(all).length > 0, 'name at least one source'),
  ),
});

export type SourceInput = v.InferOutput<typeof sourceSchema>;
