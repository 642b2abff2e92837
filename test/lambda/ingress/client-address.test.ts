import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig, readReceiverConfig } from '../../../lambda/config/read-config.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import type { Cdn } from '../../../lambda/model/cdn.ts';
import { secretOwners } from '../../../lambda/model/cdn.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import { type TestIngress, type TestSecrets, testIngress } from '../../support/ingress-fakes.ts';
import { bank, bankRequest } from '../../support/requests.ts';

/* Behind a CDN: whose address counts, and what shows that a request came through it. */

const bySecret: Cdn = {
  clientIpHeader: 'cf-connecting-ip',
  proof: { header: 'x-origin-verify' },
};
const byAddress: Cdn = {
  clientIpHeader: 'cf-connecting-ip',
  proof: { addresses: ['173.245.48.0/20', '2400:cb00::/32'] },
};
const edge = '173.245.48.9';
const origin = { current: { token: 'origin-secret' } };

const behind = (cdn: Cdn, ofOrigin: TestSecrets | undefined = origin): TestIngress =>
  Object.assign(
    testIngress(
      { bank: bank.config },
      { bank: bank.secrets, ...(ofOrigin && { '@origin': ofOrigin }) },
    ),
    { cdn },
  );

type Headers = readonly (readonly [string, string])[];

/** A right request of the bank as the CDN hands it on, with these headers in place of the CDN's own. */
function through(
  headers: Headers = [
    ['CF-Connecting-IP', '203.0.113.45'],
    ['X-Origin-Verify', 'origin-secret'],
  ],
  from = edge,
): RawRequest {
  const request = bankRequest({ from });
  return { ...request, headers: [...request.headers, ...headers] };
}

async function verdictOf(request: RawRequest, ingress: TestIngress): Promise<string> {
  const { reply } = await receive(request, ingress);
  return `${reply.status} ${ingress.ledger.rejected.map(({ reason }) => reason).join()}`.trim();
}

const onlyRejection = ({ ledger }: TestIngress) => {
  const [rejected, ...others] = ledger.rejected;
  if (rejected === undefined || others.length > 0) throw new Error('expected one rejection');
  return rejected;
};

describe.each([
  ['a secret', bySecret],
  ['its addresses', byAddress],
])('a CDN that is known by %s', (_name, cdn) => {
  test("the sender's address counts when the request came through", async () => {
    const ingress = behind(cdn);
    expect(await verdictOf(through(), ingress)).toBe('200');
    const [recorded] = [...ingress.ledger.events.values()];
    expect(recorded?.delivery.request.sourceIp).toBe('203.0.113.45');
    expect(recorded?.delivery.checks.slice(0, 2)).toEqual([
      { check: 'cdn', result: 'passed' },
      { check: 'source-ip', result: 'passed' },
    ]);
  });

  test('the allow list refuses when the address that the CDN names is not on it', async () => {
    const headers: Headers = [
      ['CF-Connecting-IP', '192.0.2.66'],
      ['X-Origin-Verify', 'origin-secret'],
      ['X-Forwarded-For', '203.0.113.45'],
    ];
    const ingress = behind(cdn);
    expect(await verdictOf(through(headers), ingress)).toBe('403 ip-not-allowed');
    expect(onlyRejection(ingress).request.sourceIp).toBe('192.0.2.66');
  });

  test('a request is refused and recorded when it comes from an allowed address but not through the CDN', async () => {
    const ingress = behind(cdn);
    expect(await verdictOf(bankRequest(), ingress)).toBe('403 not-through-cdn');
    expect(onlyRejection(ingress)).toMatchObject({
      source: { id: 'bank' },
      request: { sourceIp: '203.0.113.45' },
      checks: [{ check: 'cdn', result: 'failed' }],
    });
  });

  test.each<[string, Headers]>([
    ['missing', []],
    ['empty', [['CF-Connecting-IP', '']]],
    ['no address', [['CF-Connecting-IP', 'localhost']]],
    ['a list', [['CF-Connecting-IP', '203.0.113.45, 192.0.2.66']]],
    ['an address with a port', [['CF-Connecting-IP', '203.0.113.45:4711']]],
    ['a range', [['CF-Connecting-IP', '203.0.113.45/32']]],
    ['a scoped address', [['CF-Connecting-IP', 'fe80::1%eth0']]],
    [
      'doubled',
      [
        ['CF-Connecting-IP', '203.0.113.45'],
        ['cf-connecting-ip', '203.0.113.45'],
      ],
    ],
  ])('a request is refused when the header with the address is %s', async (_what, headers) => {
    const request = through([...headers, ['X-Origin-Verify', 'origin-secret']]);
    expect(await verdictOf(request, behind(cdn))).toBe('403 not-through-cdn');
  });

  test('an IPv4 address counts as such when it is written as IPv6', async () => {
    const request = through([
      ['CF-Connecting-IP', '::ffff:203.0.113.45'],
      ['X-Origin-Verify', 'origin-secret'],
    ]);
    expect(await verdictOf(request, behind(cdn))).toBe('200');
  });

  test('a request without a source gets no record when it did not come through', async () => {
    const ingress = behind(cdn);
    const request = { ...bankRequest(), routeSourceId: 'nobody' };
    expect(await verdictOf(request, ingress)).toBe('403');
    expect(ingress.ledger.rejected).toEqual([]);
  });
});

const proofs = (...values: string[]): Headers => [
  ['CF-Connecting-IP', '203.0.113.45'],
  ...values.map((value): [string, string] => ['X-Origin-Verify', value]),
];

test.each<[string, Headers]>([
  ['missing', proofs()],
  ['empty', proofs('')],
  ['wrong', proofs('origin-secreT')],
  ['longer', proofs('origin-secrets')],
  ['doubled', proofs('origin-secret', 'origin-secret')],
])(
  'a request is refused when the CDN’s secret is %s, wherever it comes from',
  async (_what, headers) => {
    expect(await verdictOf(through(headers), behind(bySecret))).toBe('403 not-through-cdn');
  },
);

test.each(['173.245.64.1', '203.0.113.45', '2400:cb01::1', 'nonsense'])(
  'a request is refused when its peer %s is outside the ranges, whatever secret it shows',
  async (peer) => {
    expect(await verdictOf(through(undefined, peer), behind(byAddress))).toBe(
      '403 not-through-cdn',
    );
  },
);

test('both versions of the secret are good when it is being changed', async () => {
  const changing = { current: { token: 'new' }, previous: { token: 'origin-secret' } };
  expect(await verdictOf(through(), behind(bySecret, changing))).toBe('200');
  expect(await verdictOf(through(proofs('new')), behind(bySecret, changing))).toBe('200');
});

test('a secret that was changed a moment ago is read again when the old one does not match', async () => {
  const changed = { current: { token: 'old' }, afterReload: origin.current };
  expect(await verdictOf(through(), behind(bySecret, changed))).toBe('200');
});

test('nobody gets in when no secret is stored, and the sender comes again', async () => {
  const ingress = behind(bySecret, {});
  expect(await verdictOf(through(), ingress)).toBe('503 secret-not-set');
  expect(onlyRejection(ingress).checks).toEqual([{ check: 'cdn', result: 'failed' }]);
});

test('nobody gets in when the secret cannot be read, and the sender comes again', async () => {
  const ingress = behind(bySecret);
  ingress.down.add('secrets');
  expect(await verdictOf(through(), ingress)).toBe('503 dependency-down');
});

test.each<[string, RawRequest]>([
  ['accepted', through()],
  ['refused for its method', { ...through(), method: 'GET' }],
  ['refused for its secret', through(proofs('some-other-secret'))],
])('no record shows the CDN’s secret when the request is %s', async (_what, request) => {
  const ingress = behind(bySecret);
  await receive(request, ingress);
  const { events, rejected } = ingress.ledger;
  const kept = [...[...events.values()].map(({ delivery }) => delivery), ...rejected];
  expect(kept).toHaveLength(1);
  for (const { request: recorded } of kept) {
    expect([...recorded.headers.keys()]).toContain('x-signature');
    expect([...recorded.headers.keys()]).not.toContain('x-origin-verify');
  }
});

test('a source of the same name as the secret cannot be configured', () => {
  const sources = { '@origin': bank.config };
  expect(() => readConfig({ sources }, presets)).toThrow(/a source id is/);
});

const configured = (behindCdn: unknown) =>
  readReceiverConfig({ sources: { bank: bank.config }, behindCdn }, presets);

test('the configuration names the CDN when it has one, in lower case', () => {
  const { cdn, sources } = configured({
    clientIpHeader: 'CF-Connecting-IP',
    proof: { header: 'X-Origin-Verify' },
  });
  expect(cdn).toEqual(bySecret);
  expect(secretOwners({ sources, ...(cdn && { cdn }) }).map(({ id }) => id)).toEqual([
    'bank',
    '@origin',
  ]);
  expect(secretOwners({ sources, cdn: byAddress })).toBe(sources);
});

test.each<[string, object, RegExp]>([
  ['no proof', { clientIpHeader: 'X-Ip' }, /behindCdn\.proof/],
  ['an unknown key', { ...bySecret, trust: true }, /behindCdn\.trust: unknown key/],
  ['X-Forwarded-For', { ...bySecret, clientIpHeader: 'X-Forwarded-For' }, /CF-Connecting-IP/],
  [
    'an address with a port',
    { ...bySecret, clientIpHeader: 'CloudFront-Viewer-Address' },
    /docs\/edge\.md/,
  ],
  ['both proofs', { ...bySecret, proof: { header: 'x', addresses: ['1.2.3.4'] } }, /proof/],
  ['no addresses', { ...bySecret, proof: { addresses: [] } }, /name the CDN's addresses/],
  ['everybody', { ...bySecret, proof: { addresses: ['0.0.0.0/0'] } }, /lets everybody in/],
])('the configuration is refused with a remedy when it has %s', (_what, behindCdn, remedy) => {
  expect(() => configured(behindCdn)).toThrow(remedy);
});
