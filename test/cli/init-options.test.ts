import { readFlags, type SourceFlags } from '../../cli/init/init-options.ts';

const sourcesOf = (flags: SourceFlags) => {
  const { sources, problems } = readFlags(flags);
  expect(problems).toEqual([]);
  return sources;
};

test('a source takes the preset of its id, of the provider that is named, or none', () =>
  expect(
    sourcesOf({
      source: ['stripe', 'stripe-eu=stripe', 'wave=other', 'bank', 'mpesa=mpesa-daraja'],
      allow: ['wave=203.0.113.45', 'bank=198.51.100.0/24, 2001:db8::/32', 'mpesa=published'],
    }),
  ).toEqual({
    stripe: { provider: 'stripe' },
    'stripe-eu': { provider: 'stripe' },
    wave: { allowList: ['203.0.113.45'] },
    bank: { allowList: ['198.51.100.0/24', '2001:db8::/32'] },
    mpesa: { provider: 'mpesa-daraja', allowList: 'published' },
  }));

test.each([
  ['X-Secret', { header: 'X-Secret' }],
  ['Authorization:Bearer ', { header: 'Authorization', prefix: 'Bearer ' }],
  ['query:key', { query: 'key' }],
  ['json:auth.key', { json: 'auth.key' }],
  ['path', { path: true }],
  ['basic', { header: 'Authorization', as: 'basic' }],
])('--token bank=%s is a shared secret', (text, token) =>
  expect(sourcesOf({ source: ['bank'], token: [`bank=${text}`] })).toEqual({ bank: { token } }),
);

test.each([
  ['X-Sig', { algorithm: 'sha256', header: 'X-Sig', encoding: 'hex' }],
  ['X-Sig:sha512', { algorithm: 'sha512', header: 'X-Sig', encoding: 'hex' }],
  ['X-Sig:sha1', { algorithm: 'sha1', header: 'X-Sig', encoding: 'hex', allowWeakAlgorithm: true }],
  [
    'X-Sig:sha256:base64:v1:',
    { algorithm: 'sha256', header: 'X-Sig', encoding: 'base64', format: { prefix: 'v1:' } },
  ],
])('--hmac bank=%s is a recipe', (text, recipe) =>
  expect(sourcesOf({ source: ['bank'], hmac: [`bank=${text}`] })).toEqual({
    bank: { signature: { kind: 'hmac', ...recipe } },
  }),
);

test('places of id and type, settings and the address are taken', () =>
  expect(
    sourcesOf({
      source: ['paypal', 'twilio', 'bank'],
      setting: ['paypal.webhookId=WH-1=2'],
      publicUrl: ['twilio=https://hooks.example.com/hooks/twilio?a=b'],
      token: ['bank=path'],
      eventId: ['bank=header:X-Id', 'twilio=none'],
      eventType: ['bank=json:data.type'],
    }),
  ).toEqual({
    paypal: { provider: 'paypal', settings: { webhookId: 'WH-1=2' } },
    twilio: {
      provider: 'twilio',
      publicUrl: 'https://hooks.example.com/hooks/twilio?a=b',
      eventId: 'none',
    },
    bank: { token: { path: true }, eventId: { header: 'X-Id' }, eventType: { json: 'data.type' } },
  }));

test('all problems come at once, each with what to do', () => {
  const { problems } = readFlags({
    source: [
      'strpe',
      'shop=paypall',
      'twilio',
      'paypal',
      'bank',
      'wave',
      'wave',
      'Foo=stripe',
      '=x',
    ],
    allow: ['bank=203.0.113.0/33,1.2.3.4', 'nobody=1.2.3.4', 'bank'],
    hmac: ['bank=X-Sig:sha99', 'wave=X-Sig:sha256:hexx'],
    token: ['wave=path', 'wave=basic', 'wave='],
    setting: ['paypal=1', 'nobody.a=1', 'wave.idle=1'],
    publicUrl: ['wave=http://example.com'],
    eventId: ['wave=body'],
    eventType: ['wave=none'],
  });
  expect(problems).toEqual([
    '--source shop=paypall: "paypall" is not a preset: did you mean paypal? use one of docs/providers.md, or --source shop=other and name the checks',
    '--source wave: source "wave" is given twice: leave one out',
    '--source =x: names no source: write --source ID[=PROVIDER]',
    '--allow nobody=1.2.3.4: there is no source "nobody": add --source nobody',
    '--allow bank: expected --allow SOURCE=CIDR[,CIDR…]',
    '--token wave=basic: "wave" has --token already: leave one out',
    '--token wave=: expected --token SOURCE=HEADER',
    '--hmac bank=X-Sig:sha99: "sha99" is no algorithm: use one of md5, sha1, sha256, sha384, sha512, sha3-512, keccak256',
    '--hmac wave=X-Sig:sha256:hexx: "hexx" is no encoding: use one of hex, base64, base64url, hex-in-base64, hex-in-base64url',
    '--event-id wave=body: "body" is no place: use json:PATH, header:NAME, query:NAME or form:NAME, or none',
    '--event-type wave=none: "none" is no place: use json:PATH, header:NAME, query:NAME or form:NAME',
    '--setting paypal=1: expected --setting SOURCE.NAME=VALUE',
    '--setting nobody.a=1: there is no source "nobody": add --source nobody',
    expect.stringMatching(/^sources\.bank\.allowList\.0: "203\.0\.113\.0\/33" is refused: /),
    expect.stringMatching(
      /^sources\.wave\.publicUrl: "http:\/\/example\.com" is refused: .*: --public-url wave=https:\/\/…$/,
    ),
    expect.stringMatching(
      /^sources\.Foo: "Foo" is refused: a source id is 1 to 48 lower-case letters/,
    ),
    '--source strpe: is not a preset, and no check is named: did you mean stripe? add --allow, --token or --hmac',
    expect.stringMatching(
      /^sources\.twilio\.publicUrl: is missing: .*: --public-url twilio=https:\/\/…$/,
    ),
    expect.stringMatching(
      /^sources\.paypal\.settings\.webhookId: is missing: .*: --setting paypal\.webhookId=…$/,
    ),
  ]);
});

test('no source at all is a problem', () =>
  expect(readFlags({}).problems).toEqual([
    '--yes needs a source: add --source ID[=PROVIDER], such as --source stripe',
  ]));

test('two ids that differ by a hyphen alone are a problem', () =>
  expect(readFlags({ source: ['a-b=stripe', 'ab=stripe'] }).problems).toEqual([
    'sources.ab: differs from another source by hyphens alone: rename one of them',
  ]));

test('a source of which an option is refused is not blamed for having no check', () =>
  expect(readFlags({ source: ['bank'], hmac: ['bank=X-Sig:sha99'] }).problems).toHaveLength(1));
