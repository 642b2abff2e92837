import * as v from 'valibot';
import { headerName, location, nonEmpty, wholeNumber } from './parts-schema.ts';
import { hosts, template } from './recipe-schema.ts';

/* Shapes of what a source answers in place of our own reply. */

const value = v.union([
  template,
  v.strictObject({
    of: template,
    apply: v.picklist(['hmac-sha256-hex', 'hmac-sha256-base64', 'hmac-sha1-hex', 'sha256-hex']),
    prefix: v.optional(template),
  }),
]);

const reply = v.strictObject({
  status: v.optional(wholeNumber(200, 299)),
  contentType: v.optional(nonEmpty),
  text: v.optional(value),
  json: v.optional(v.record(nonEmpty, v.union([value, v.number(), v.boolean(), v.null()]))),
  headers: v.optional(v.record(headerName, value)),
});

export const repliesSchema = v.strictObject({
  accepted: v.optional(reply),
  rejectedStatus: v.optional(v.literal(401)),
});

export const handshakeSchema = v.pipe(
  v.strictObject({
    when: v.strictObject({
      method: v.optional(v.picklist(['GET', 'HEAD', 'OPTIONS', 'POST'])),
      has: v.optional(location),
      equals: v.optional(nonEmpty),
    }),
    proof: v.union([v.picklist(['checks', 'none']), v.strictObject({ tokenAt: location })]),
    reply,
    confirm: v.optional(v.strictObject({ url: location, hosts })),
    storeSecret: v.optional(location),
  }),
  v.check(
    ({ when }) => when.has !== undefined || (when.method !== undefined && when.method !== 'POST'),
    'a handshake must be told from an event: name a value that it has, or a method that events do not use',
  ),
  v.check(
    ({ confirm, proof }) => confirm === undefined || proof === 'checks',
    'an address is called for proved requests only: set proof to "checks"',
  ),
);
