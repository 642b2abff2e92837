import { readConfig } from '../../../lambda/config/read-config.ts';
import { parseSignedTemplate } from '../../../lambda/config/signed-template.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';
import { presets } from '../../../lambda/providers/registry.ts';

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
    signature: { kind: 'hmac-timestamped', toleranceSeconds: 300 },
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
      grammar: { kind: 'plain', prefix: '' },
      encoding: 'hex',
      secretEncoding: 'utf8',
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
  kind: 'hmac-timestamped',
  timestampHeader: 'X-T',
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
    /^sources\.a\.provider: "strpe" is not a preset: use one of github/,
  ],
  [
    'SHA-1 without opting in',
    { a: { signature: { ...hmac, algorithm: 'sha1' } } },
    /"sha1" is weak: use sha256, or set allowWeakAlgorithm/,
  ],
  [
    'MD5',
    { a: { signature: { ...hmac, algorithm: 'md5' } } },
    /^sources\.a\.signature\.algorithm: .*"md5"/,
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
    { a: { signature: { ...timestamped, toleranceSeconds: 0 } } },
    /^sources\.a\.signature\.toleranceSeconds: 0 is refused: expected 1 to 3600/,
  ],
  [
    'a template without the body',
    { a: { signature: { ...timestamped, signed: '{timestamp}.' } } },
    /\{body\} must stand in it exactly once, it stands 0 times/,
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
  ['no source', {}, /^sources: .*name at least one source/],
])('refuses %s and says what to do', (_name, sources, expected) => {
  const found = problems(sources);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(expected);
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
  expect(parseSignedTemplate('v0:{timestamp}:{header:X-Id}{body}.')).toEqual([
    { kind: 'literal', text: 'v0:' },
    { kind: 'timestamp' },
    { kind: 'literal', text: ':' },
    { kind: 'header', header: 'x-id' },
    { kind: 'body' },
    { kind: 'literal', text: '.' },
  ]);
});

test.each(['{timestamp}{body}{body}', '{body}', '{time}{body}', '{timestamp}{body}{header:}'])(
  'the template %s is refused with a sentence',
  (template) => expect(typeof parseSignedTemplate(template)).toBe('string'),
);
