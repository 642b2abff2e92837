import { compileRecipe } from '../lambda/config/compile-recipe.ts';
import { storedKey } from '../lambda/crypto/stored-key.ts';
import {
  type DigestAlgorithm,
  type SecretEncoding,
  type SignatureEncoding,
  type SignatureFormat,
  type SignatureRecipe,
  type TimestampRule,
  weakAlgorithms,
} from '../lambda/model/signature-scheme.ts';
import { storedKeyForm } from '../lambda/model/stored-key-form.ts';
import type { Template } from '../lambda/model/template.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { verifySignature } from '../lambda/schemes/verify.ts';
import { idTemplates, plainTemplates, timedTemplates } from './learn-templates.ts';

/** What a search went through and found. */
export interface Learned {
  readonly recipes: readonly SignatureRecipe[];
  readonly tried: number;
}

/** The simplest recipes found are enough; more would only be other spellings of them. */
const enough = 3;

/**
 * Looks for recipes under which the request verifies with the secret: where a signature may stand, how it is written, what it may be made
 * over, and how the secret becomes the key. HMAC and digests with the secret in them; a public key cannot be guessed.
 */
export async function learnRecipe(request: SignedRequest, secret: string): Promise<Learned> {
  const found: SignatureRecipe[] = [];
  let tried = 0;
  for (const recipe of candidates(request, secret)) {
    tried += 1;
    if (!(await holds(recipe, request, secret))) continue;
    found.push(recipe);
    if (found.length === enough) break;
  }
  return { recipes: found, tried };
}

async function holds(
  recipe: SignatureRecipe,
  request: SignedRequest,
  secret: string,
): Promise<boolean> {
  const scheme = compileRecipe(recipe);
  const form = storedKeyForm(scheme);
  const signing = form && storedKey(secret, form);
  return signing !== undefined && (await verifySignature(scheme, request, [{ signing }])).ok;
}

/** Simplest first: over the body, then with a timestamp, then with an id. */
function* candidates(request: SignedRequest, secret: string): Generator<SignatureRecipe> {
  const spots = [...signatureSpots(request)];
  const times = [...timestampSpots(request, spots)];
  yield* recipes(spots, plainTemplates(request), secret);
  for (const timestamp of times) {
    yield* recipes(spots, timedTemplates(request), secret, timestamp);
  }
  for (const id of idHeaders(request)) {
    yield* recipes(spots, idTemplates(id, false), secret);
    for (const timestamp of times) yield* recipes(spots, idTemplates(id, true), secret, timestamp);
  }
}

function* recipes(
  spots: readonly Spot[],
  templates: readonly Template[],
  secret: string,
  timestamp?: TimestampRule,
): Generator<SignatureRecipe> {
  for (const signed of templates) {
    for (const spot of spots) yield* recipesOver(spot, signed, secret, timestamp);
  }
}

interface Spot {
  readonly header: string;
  readonly format?: SignatureFormat;
  readonly encoding: SignatureEncoding;
  readonly algorithms: readonly DigestAlgorithm[];
}

function* recipesOver(
  { algorithms, ...spot }: Spot,
  signed: Template,
  secret: string,
  timestamp?: TimestampRule,
): Generator<SignatureRecipe> {
  const usesSecret = JSON.stringify(signed).includes('{secret');
  const common = {
    ...spot,
    ...(signed !== '{body}' && { signed }),
    ...(timestamp && { timestamp }),
  };
  for (const algorithm of algorithms) {
    const weak = weakAlgorithms.includes(algorithm) ? { allowWeakAlgorithm: true } : {};
    if (usesSecret) {
      yield { kind: 'digest', algorithm, ...common, ...weak } as SignatureRecipe;
      continue;
    }
    for (const secretEncoding of secretEncodings(secret)) {
      const encoding = secretEncoding === 'utf8' ? {} : { secretEncoding };
      yield { kind: 'hmac', algorithm, ...common, ...encoding, ...weak } as SignatureRecipe;
    }
  }
}

const secretEncodings = (secret: string): readonly SecretEncoding[] => [
  'utf8',
  ...(secret.startsWith('whsec_') ? (['whsec'] as const) : []),
  ...(/^(?:[0-9a-f]{2})+$/i.test(secret) ? (['hex'] as const) : []),
  ...(/^[A-Za-z0-9+/]+={0,2}$/.test(secret) ? (['base64'] as const) : []),
];

const algorithmsBySize: Readonly<Record<number, readonly DigestAlgorithm[]>> = {
  16: ['md5'],
  20: ['sha1'],
  32: ['sha256'],
  48: ['sha384'],
  64: ['sha512', 'sha3-512'],
};

/** Header values, or parts of them, that have the length of a digest. */
function* signatureSpots({ headers }: SignedRequest): Generator<Spot> {
  for (const [header, [value = '']] of headers) {
    for (const { format, text } of readings(value)) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        const algorithms = digestsIn(text, encoding);
        if (algorithms) yield { header, ...(format && { format }), encoding, algorithms };
      }
    }
  }
}

function digestsIn(text: string, encoding: 'hex' | 'base64' | 'base64url') {
  const pattern = {
    hex: /^[0-9a-f]+$/i,
    base64: /^[A-Za-z0-9+/]+={0,2}$/,
    base64url: /^[A-Za-z0-9_-]+={0,2}$/,
  }[encoding];
  return pattern.test(text) ? algorithmsBySize[Buffer.from(text, encoding).byteLength] : undefined;
}

/** Ways to read a header: whole, behind a prefix, as named fields, as versions. */
function* readings(value: string): Generator<{ format?: SignatureFormat; text: string }> {
  yield { text: value };
  const prefix = /^([A-Za-z0-9-]+[= ])(?=\S)/.exec(value)?.[1];
  if (prefix !== undefined && !value.includes(','))
    yield { format: { prefix }, text: value.slice(prefix.length) };
  for (const separator of [',', ';', '&']) {
    const pairs = value.split(separator).map((item) => item.trim().split(/=(.*)/s));
    if (pairs.length < 2 || pairs.some(([, text]) => text === undefined)) continue;
    for (const [signature = '', text = ''] of pairs) {
      yield {
        format: { fields: { signature, ...(separator !== ',' && { separator }) } },
        text,
      };
    }
  }
  const version = /(?:^| )(v\d+[a-z]?),(\S+)/.exec(value);
  if (version?.[1] && version[2]) yield { format: { versions: version[1] }, text: version[2] };
}

/** Headers, and fields of signature headers, that hold an instant. */
function timestampSpots(
  { headers }: SignedRequest,
  spots: readonly Spot[],
): readonly TimestampRule[] {
  const places = [...headers].map(([header, [value = '']]) => ({ at: { header }, value }));
  const fields = spots.flatMap(({ header, format }) =>
    format && 'fields' in format
      ? fieldsOf(headers.get(header)?.[0] ?? '', format.fields.separator ?? ',')
      : [],
  );
  return [...places, ...fields].flatMap(({ at, value }) => {
    const unit = unitOf(value);
    return unit ? [{ at, ...(unit !== 'seconds' && { unit }) }] : [];
  });
}

const fieldsOf = (text: string, separator: string) =>
  text.split(separator).map((item) => {
    const [field = '', value = ''] = item.trim().split('=');
    return { at: { field }, value };
  });

function unitOf(value: string): TimestampRule['unit'] | undefined {
  if (/^1\d{9}$/.test(value)) return 'seconds';
  if (/^1\d{12}$/.test(value)) return 'milliseconds';
  return /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value) ? 'iso-8601' : undefined;
}

const idHeaders = ({ headers }: SignedRequest): readonly string[] =>
  [...headers.keys()].filter((name) => /id$|-id-|nonce|delivery|salt/.test(name)).slice(0, 6);
