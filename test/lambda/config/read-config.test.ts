import { parseTemplate } from '../../../lambda/config/parse-template.ts';
import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';

const read = (sources: object, more: object = {}) => readConfig({ sources, ...more }, presets);

function problems(sources: unknown, more: object = {}): readonly string[] {
  try {
    readConfig({ sources, ...more }, presets);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('completes the example of the documentation', () => {
  const [stripe, bank] = read({
    stripe: { provider: 'stripe' },
    bank: {
      allowList: ['203.0.113.45', '198.51.100.0/24'],
      token: { header: 'X-Secret' },
      signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
      eventId: { header: 'X-Event-Id' },
    },
  });
  expect(stripe).toMatchObject({
    id: 'stripe',
    provider: 'stripe',
    methods: ['POST'],
    onConflict: 409,
    signature: { kind: 'hmac', timestamp: { at: { field: 't' }, toleranceSeconds: 300 } },
  });
  expect(bank).toEqual({
    id: 'bank',
    provider: 'generic',
    methods: ['POST'],
    allowList: ['203.0.113.45', '198.51.100.0/24'],
    token: { header: 'x-secret' },
    signature: {
      kind: 'hmac',
      algorithm: 'sha256',
      header: 'x-signature',
      encoding: 'hex',
      signed: [{ kind: 'body', filters: [] }],
    },
    eventId: { kind: 'located', at: { header: 'x-event-id' }, trustUnsigned: false },
    onConflict: 409,
    maxBodyBytes: 4_194_304,
    throttle: { ratePerSecond: 50, burst: 100 },
  });
});

const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-S', encoding: 'hex' };
const timestamped = {
  ...hmac,
  timestamp: { at: { header: 'X-T' } },
  signed: '{timestamp}.{body}',
};

test.each([
  ['an unknown key', { a: { ...hmac, signature: hmac } }, /^sources\.a\.\w+: unknown key/],
  [
    'a misspelt check',
    { a: { signature: hmac, allowlist: ['10.0.0.1'] } },
    /^sources\.a\.allowlist: unknown key "allowlist": check its spelling/,
  ],
  [
    'a bad address',
    { a: { allowList: ['10.0.0.256'] } },
    /^sources\.a\.allowList\.0: "10\.0\.0\.256" is refused: expected an IPv4 or IPv6/,
  ],
  ['a bad prefix', { a: { allowList: ['10.0.0.0/33'] } }, /"10\.0\.0\.0\/33" is refused/],
  [
    'a range of everybody',
    { a: { allowList: ['::/0'] } },
    /"::\/0" is refused: a \/0 range lets everybody in/,
  ],
  ['an empty allow list', { a: { allowList: [] } }, /an empty allow list admits nobody/],
  ['a source without a check', { a: {} }, /^sources\.a: no check is named, so anybody could send/],
  ['only an event id', { a: { eventId: 'none' } }, /no check is named/],
  [
    'an unknown provider',
    { a: { provider: 'strpe' } },
    /^sources\.a\.provider: "strpe" is not a preset: see docs\/providers.md/,
  ],
  [
    'SHA-1 without opting in',
    { a: { signature: { ...hmac, algorithm: 'sha1' } } },
    /"sha1" is weak: use sha256, or set allowWeakAlgorithm/,
  ],
  [
    'MD5',
    { a: { signature: { ...hmac, algorithm: 'md5' } } },
    /^sources\.a\.signature: "md5" is weak/,
  ],
  [
    'one header for two checks',
    { a: { token: { header: 'x-s' }, signature: hmac } },
    /"x-s" also carries the signature/,
  ],
  [
    'a token in the header of the preset',
    { a: { provider: 'stripe', token: { header: 'Stripe-Signature' } } },
    /also carries the signature/,
  ],
  [
    'a header that is none',
    { a: { token: { header: 'X Secret' } } },
    /"X Secret" is refused: expected a header name/,
  ],
  [
    'no tolerance',
    { a: { provider: 'stripe', toleranceSeconds: 0 } },
    /^sources\.a\.toleranceSeconds: 0 is refused: expected 1 to 3600/,
  ],
  [
    'a template that signs nothing',
    { a: { signature: { ...hmac, signed: 'constant' } } },
    /nothing of the request is signed: add \{body\}/,
  ],
  [
    'a timestamp that is not signed',
    { a: { signature: { ...timestamped, signed: '{body}' } } },
    /the timestamp is not part of what is signed/,
  ],
  [
    'a digest without a secret',
    { a: { signature: { ...hmac, kind: 'digest' } } },
    /a digest without \{secret\} in it proves nothing/,
  ],
  [
    'an unknown filter',
    { a: { signature: { ...hmac, signed: '{body|rot13}' } } },
    /filter "rot13" is not known/,
  ],
  [
    'a signature in no place',
    { a: { signature: { kind: 'hmac', algorithm: 'sha256', encoding: 'hex' } } },
    /name one place of the signature/,
  ],
  [
    'HMAC and public keys side by side',
    {
      a: {
        signature: {
          kind: 'jwt',
          algorithms: ['HS256', 'RS256'],
          header: 'x',
          key: { stored: 'pem' },
        },
      },
    },
    /must not be accepted side by side/,
  ],
  [
    'a key fetched over http',
    {
      a: {
        signature: {
          kind: 'rsa',
          header: 'x',
          encoding: 'hex',
          key: { url: 'http://a.example/key', hosts: ['a.example'], answers: 'pem' },
        },
      },
    },
    /signature/,
  ],
  [
    'a signed address that nobody gives',
    { a: { provider: 'square' } },
    /^sources\.a\.publicUrl: is missing: Square signs the address/,
  ],
  [
    'a setting that is missing',
    { a: { provider: 'livekit' } },
    /^sources\.a\.settings\.apiKey: is missing: LiveKit API key/,
  ],
  [
    'a setting that nothing uses',
    { a: { provider: 'github', settings: { x: 'y' } } },
    /^sources\.a\.settings\.x: is used by nothing/,
  ],
  [
    'published addresses that nobody knows',
    { a: { provider: 'github', allowList: 'published' } },
    /no addresses of "github" are known/,
  ],
  [
    'an upper-case id',
    { Bank: { signature: hmac } },
    /^sources\.Bank: "Bank" is refused: a source id is/,
  ],
  [
    'ids alike',
    { 'a-1': { signature: hmac }, a1: { signature: hmac } },
    /^sources\.a1: differs from another source by hyphens alone/,
  ],
  [
    'a concurrency of nothing',
    { a: { signature: hmac, concurrency: 0 } },
    /^sources\.a\.concurrency: 0 is refused: expected 1 to 1000/,
  ],
  [
    'a concurrency above what Lambda takes',
    { a: { signature: hmac, concurrency: 1001 } },
    /^sources\.a\.concurrency: 1001 is refused/,
  ],
  [
    'half a concurrency',
    { a: { signature: hmac, concurrency: 1.5 } },
    /^sources\.a\.concurrency: 1\.5 is refused/,
  ],
  [
    'an order by nothing',
    { a: { signature: hmac, ordered: true } },
    /^sources\.a\.ordered: .*expected "by-source", or \{ "byKey": \{ "json": PATH \} \}/,
  ],
  [
    'an order by two places',
    { a: { signature: hmac, ordered: { byKey: { json: 'a', form: 'b' } } } },
    /^sources\.a\.ordered/,
  ],
  ['no source', {}, /^sources: .*name at least one source/],
])('refuses %s and says what to do', (_name, sources, expected) => {
  const found = problems(sources);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
});

test.each([
  [{}, undefined],
  [{ concurrency: 4 }, { concurrency: 4 }],
  [{ concurrency: 1 }, { orderedBy: 'source' }],
  [{ ordered: 'by-source' }, { orderedBy: 'source' }],
  [{ ordered: { byKey: { json: 'data.account' } } }, { orderedBy: { json: 'data.account' } }],
  [{ ordered: { byKey: { header: 'X-Account' } } }, { orderedBy: { header: 'x-account' } }],
  [
    { concurrency: 4, ordered: { byKey: { json: 'account' } } },
    { concurrency: 4, orderedBy: { json: 'account' } },
  ],
  [{ concurrency: 1, ordered: { byKey: { json: 'account' } } }, { orderedBy: 'source' }],
])('the options %j make the lane %j', (options, lane) => {
  const [source] = read({ a: { signature: hmac, ...options } });
  expect(source?.lane).toEqual(lane);
  expect(Object.keys(source ?? {}).includes('lane')).toBe(lane !== undefined);
});

test('reports every problem at once, of the shape and of the checks', () => {
  const found = problems(
    { a: { allowList: ['x', 'y'] }, b: {}, c: { provider: 'nobody' }, D: { signature: hmac } },
    { stage: 'prod' },
  );
  expect(found.map((problem) => problem.split(':')[0])).toEqual([
    'sources.a.allowList.0',
    'sources.a.allowList.1',
    'sources.D',
    'stage',
    'sources.b',
    'sources.c.provider',
  ]);
});

test.each([undefined, null, 'text', [], { sources: null }, { sources: [] }])(
  'refuses %j',
  (value) => {
    expect(() => readConfig(value, presets)).toThrow(ConfigError);
  },
);

test('takes SHA-1 when the opt-in is named', () => {
  const signature = { ...hmac, algorithm: 'sha1', allowWeakAlgorithm: true };
  expect(problems({ a: { signature } })).toEqual([]);
});

test('a template is its parts in order', () => {
  expect(parseTemplate('v0:{timestamp}:{header:X-Id?}{{{body|minify|sha256-hex}}}.')).toEqual([
    { kind: 'literal', text: 'v0:' },
    { kind: 'timestamp', filters: [] },
    { kind: 'literal', text: ':' },
    { kind: 'value', at: { header: 'x-id' }, mayBeAbsent: true, filters: [] },
    { kind: 'literal', text: '{' },
    { kind: 'body', filters: ['minify', 'sha256-hex'] },
    { kind: 'literal', text: '}' },
    { kind: 'literal', text: '.' },
  ]);
});

test.each(['{?{body}}', '{body', 'a}{body}'])('the template %s has a stray brace', (template) =>
  expect(parseTemplate(template)).toMatch(/belongs to no placeholder/),
);

test.each(['{time}{body}', '{timestamp}{body}{header:}', '{body|}', '{json}', '{}'])(
  'the template %s is refused with a sentence',
  (template) => expect(parseTemplate(template)).toMatch(/is not known: use/),
);
