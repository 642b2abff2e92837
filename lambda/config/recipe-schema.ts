import * as v from 'valibot';
import {
  digestAlgorithms,
  httpSignatureAlgorithms,
  publicKeyEncodings,
  secretEncodings,
  signatureEncodings,
  weakAlgorithms,
} from '../model/signature-scheme.ts';
import type { Template } from '../model/template.ts';
import { parseTemplate } from './parse-template.ts';
import { headerName, jsonPath, location, nonEmpty, wholeNumber } from './parts-schema.ts';

const pairs = v.strictObject({
  pairs: v.picklist(['form', 'json', 'query', 'headers']),
  listedIn: v.optional(headerName),
  mustList: v.optional(v.array(headerName)),
  order: v.picklist(['sorted', 'received']),
  omit: v.optional(v.array(nonEmpty)),
  dropEmpty: v.optional(v.boolean()),
  assign: v.optional(v.string()),
  join: v.string(),
  encoded: v.optional(v.boolean()),
});

/** Text with placeholders, or a list of texts and special parts, that parses. */
export const template = v.pipe(
  v.union(
    [v.string(), v.array(v.union([v.string(), v.strictObject({ optional: v.string() }), pairs]))],
    'expected text with placeholders such as {timestamp}.{body}, or a list of such texts and pairs',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const parts = parseTemplate(dataset.value as Template);
    if (typeof parts === 'string') addIssue({ message: parts });
  }),
);

const format = v.union(
  [
    v.strictObject({ prefix: v.string(), separator: v.optional(nonEmpty) }),
    v.strictObject({
      fields: v.strictObject({
        signature: v.optional(nonEmpty),
        separator: v.optional(nonEmpty),
        assign: v.optional(nonEmpty),
      }),
    }),
    v.strictObject({ versions: nonEmpty }),
    v.strictObject({ base64Json: nonEmpty }),
    v.strictObject({
      positions: v.strictObject({
        separator: nonEmpty,
        signature: wholeNumber(0, 9),
        repeats: v.optional(v.boolean()),
        list: v.optional(nonEmpty),
      }),
    }),
  ],
  'expected { prefix }, { fields }, { versions }, { base64Json } or { positions }',
);

const timestamp = v.strictObject({
  at: v.union(
    [
      ...location.options,
      v.strictObject({ field: nonEmpty }),
      v.strictObject({ position: wholeNumber(0, 9) }),
    ],
    'expected { header }, { query }, { json }, { form }, { field } or { position }',
  ),
  unit: v.optional(v.picklist(['seconds', 'milliseconds', 'epoch', 'iso-8601'])),
  toleranceSeconds: v.optional(wholeNumber(1, 3600)),
});

const secretTransform = v.optional(v.picklist(['sha1', 'sha256', 'lower', 'nfkd', 'ampersand']));

/** Where the signature stands: one key of these, which `onePlace` demands. */
const places = {
  header: v.optional(headerName),
  headers: v.optional(v.pipe(v.array(headerName), v.minLength(2), v.maxLength(16))),
  query: v.optional(nonEmpty),
  json: v.optional(jsonPath),
  form: v.optional(nonEmpty),
};

const templateScheme = {
  ...places,
  signed: v.optional(template),
  encoding: v.picklist(signatureEncodings),
  format: v.optional(format),
  /** Short for a format of a prefix alone. */
  prefix: v.optional(v.string()),
  timestamp: v.optional(timestamp),
  each: v.optional(jsonPath),
  jsonIn: v.optional(v.strictObject({ form: nonEmpty })),
  requires: v.optional(v.array(v.strictObject({ at: location, equals: template }))),
  bodyHash: v.optional(
    v.strictObject({
      at: location,
      algorithm: v.picklist(['sha256', 'sha512']),
      encoding: v.picklist(['hex', 'base64']),
    }),
  ),
  proves: v.optional(v.literal('sender')),
  allowWeakAlgorithm: v.optional(v.boolean()),
};

/** `*` stands for one label; a setting may stand for the whole name. */
const host = v.pipe(
  v.string(),
  v.regex(
    /^(?:\{setting:[^{}]+\}|(?:\*|[a-z0-9-]+)(?:\.(?:\*|[a-z0-9-]+))+)$/,
    'expected a host name such as keys.example.com or sns.*.amazonaws.com',
  ),
);
export const hosts = v.pipe(v.array(host), v.minLength(1));

const fetchedKey = v.strictObject({
  url: v.union([
    v.pipe(v.string(), v.startsWith('https://', 'keys are fetched over https only')),
    location,
  ]),
  hosts,
  pathSuffix: v.optional(nonEmpty),
  answers: v.picklist(['jwks', 'pem', 'json']),
  json: v.optional(jsonPath),
});

const publicKey = v.union(
  [v.strictObject({ stored: v.picklist(publicKeyEncodings) }), fetchedKey],
  'expected { stored: ENCODING } or { url, hosts, answers }',
);
const joseKey = v.union(
  [v.strictObject({ stored: v.picklist([...secretEncodings, ...publicKeyEncodings]) }), fetchedKey],
  'expected { stored: ENCODING } or { url, hosts, answers }',
);

const jwsAlgorithms = v.pipe(
  v.array(
    v.picklist([
      'HS256',
      'HS384',
      'HS512',
      'RS256',
      'RS384',
      'RS512',
      'PS256',
      'PS384',
      'PS512',
      'ES256',
      'ES384',
      'ES512',
      'EdDSA',
    ]),
  ),
  v.minLength(1),
  v.check(
    (all) => new Set(all.map((name) => name.startsWith('HS'))).size === 1,
    'HMAC and public-key algorithms must not be accepted side by side: a public key could serve as the HMAC secret',
  ),
);

const hashClaim = v.strictObject({
  claim: nonEmpty,
  algorithm: v.picklist(['sha256', 'sha512']),
  encoding: v.picklist(['hex', 'base64', 'base64url']),
  absentWhenEmpty: v.optional(v.boolean()),
});

/** Paytm's checksum stands in a form field, beside the fields that it covers. */
const formPlace = { form: nonEmpty };

const kinds = [
  v.strictObject({
    kind: v.literal('hmac'),
    algorithm: v.picklist(digestAlgorithms),
    secretEncoding: v.optional(v.picklist(secretEncodings)),
    secretTransform,
    ...templateScheme,
  }),
  v.strictObject({
    kind: v.literal('digest'),
    algorithm: v.picklist(digestAlgorithms),
    secretTransform,
    ...templateScheme,
  }),
  ...(['rsa', 'ecdsa', 'ed25519'] as const).map((kind) =>
    v.strictObject({
      kind: v.literal(kind),
      algorithm: v.optional(v.picklist(['sha1', 'sha256', 'sha384', 'sha512'])),
      key: publicKey,
      ecdsaForm: v.optional(v.picklist(['der', 'ieee-p1363'])),
      ...templateScheme,
    }),
  ),
  v.strictObject({
    kind: v.literal('jwt'),
    algorithms: jwsAlgorithms,
    header: v.optional(headerName),
    prefix: v.optional(v.string()),
    inBody: v.optional(v.boolean()),
    key: joseKey,
    issuer: v.optional(v.union([nonEmpty, v.array(nonEmpty)])),
    claims: v.optional(v.record(nonEmpty, template)),
    requires: v.optional(v.array(v.strictObject({ at: location, equals: template }))),
    bodyHash: v.optional(hashClaim),
    urlHash: v.optional(v.strictObject({ ...hashClaim.entries, of: v.optional(template) })),
    maxAgeSeconds: v.optional(wholeNumber(1, 86_400)),
  }),
  v.strictObject({ kind: v.literal('cipher-checksum'), ...formPlace }),
  v.strictObject({
    kind: v.literal('detached-jws'),
    algorithms: jwsAlgorithms,
    header: headerName,
    key: joseKey,
    signed: v.optional(template),
    signedHeaderList: v.optional(nonEmpty),
  }),
  v.strictObject({
    kind: v.literal('http-message-signature'),
    algorithm: v.picklist(httpSignatureAlgorithms),
    components: v.array(nonEmpty),
    proves: v.optional(v.literal('sender')),
    key: joseKey,
    toleranceSeconds: v.optional(wholeNumber(1, 3600)),
  }),
] as const;

type OneInput = v.InferOutput<(typeof kinds)[number]>;

const checked = <Schema extends v.GenericSchema<OneInput>>(schema: Schema) =>
  v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const message of recipeProblems(dataset.value as OneInput)) addIssue({ message });
    }),
  );

const one = checked(v.variant('kind', [...kinds]) as v.GenericSchema<OneInput>);

/** Shape of a signature recipe, as presets and configurations write it. */
export const recipeSchema = v.union([
  one,
  v.strictObject({ kind: v.literal('any'), of: v.pipe(v.array(one), v.minLength(2)) }),
]);

/** What the shape of one recipe alone cannot say. */
function recipeProblems(recipe: OneInput): readonly string[] {
  const problems: string[] = [];
  if ('encoding' in recipe) {
    const named = ['header', 'headers', 'query', 'json', 'form'].filter((name) => name in recipe);
    if (named.length !== 1) {
      problems.push('name one place of the signature: header, headers, query, json or form');
    }
    if (recipe.prefix !== undefined && recipe.format !== undefined)
      problems.push('prefix and format exclude each other: put the prefix into the format');
    problems.push(...signedProblems(recipe));
  }
  if ('algorithm' in recipe && 'allowWeakAlgorithm' in recipe === false) {
    if (weakAlgorithms.includes(recipe.algorithm ?? ''))
      problems.push(
        `"${recipe.algorithm}" is weak: use sha256, or set allowWeakAlgorithm: true if the sender has nothing better`,
      );
  }
  return problems;
}

function signedProblems(recipe: Extract<OneInput, { encoding: unknown }>): readonly string[] {
  const { signed = '{body}', timestamp: rule } = recipe;
  const text = JSON.stringify(signed);
  const problems: string[] = [];
  if (!/\{[a-z]|"pairs"/.test(text)) problems.push('nothing of the request is signed: add {body}');
  if (recipe.kind === 'digest' && !/\{secret|\{proven-body/.test(text))
    problems.push('a digest without {secret} in it proves nothing: anybody can make it');
  if (rule !== undefined && !timestampIsSigned(rule.at, signed))
    problems.push(
      'the timestamp is not part of what is signed, so it proves nothing: add {timestamp}',
    );
  return problems;
}

/** By its own placeholder, by the one of its place, in a body that is signed, or in a list of headers that must hold it. */
function timestampIsSigned(
  at: object,
  signed: NonNullable<v.InferOutput<typeof template>>,
): boolean {
  const text = JSON.stringify(signed);
  if (text.includes('{timestamp')) return true;
  const lists = typeof signed === 'string' ? [] : signed.filter((part) => typeof part === 'object');
  const mustList = lists.flatMap((part) => ('pairs' in part ? (part.mustList ?? []) : []));
  return Object.entries(at).some(([kind, name]) => {
    const isInBody = (kind === 'json' || kind === 'form') && /\{body|"pairs"/.test(text);
    return isInBody || text.includes(`{${kind}:${name}`) || mustList.includes(String(name));
  });
}
