import { askPreset } from '../../cli/init/ask-preset.ts';
import type { Asker } from '../../cli/init/asker.ts';
import { judgeSource } from '../../cli/init/source-problems.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { noEvent, otherSender, sourceFrom } from '../support/init-answers.ts';
import { scriptedAsker } from '../support/scripted-asker.ts';

describe('a preset', () => {
  test('takes its own id, and nothing more where it needs nothing', async () =>
    expect(
      await sourceFrom([
        ['Who sends', 'stripe'],
        ['source id', ''],
        ['From which', 'any'],
      ]),
    ).toEqual({ sources: { stripe: { provider: 'stripe' } }, said: '' }));

  test('gets another id the second time, and a taken or malformed one is refused at once', async () => {
    const { sources, said } = await sourceFrom(
      [
        ['Who sends', 'stripe'],
        ['source id', 'stripe'],
        ['source id', 'Stripe'],
        ['source id', 'stri-pe'],
        ['source id', ''],
        ['From which', 'any'],
      ],
      ['stripe'],
    );
    expect(sources).toEqual({ 'stripe-2': { provider: 'stripe' } });
    expect(said.split('\n')).toEqual([
      '"stripe" is taken: choose another, such as stripe-eu',
      expect.stringMatching(/^"Stripe" is refused: a source id is 1 to 48 lower-case letters/),
      expect.stringMatching(/^differs from another source by hyphens alone/),
    ]);
  });

  test('is asked for its settings and for the address that it signs', async () => {
    const { sources, said } = await sourceFrom([
      ['Who sends', 'rapyd'],
      ['source id', ''],
      ['Setting accessKey', ''],
      ['Setting accessKey', 'ak-1'],
      ['Address', 'http://example.com'],
      ['Address', ''],
      ['From which', 'any'],
    ]);
    expect(sources).toEqual({
      rapyd: {
        provider: 'rapyd',
        publicUrl: 'https://hooks.example.com/hooks/rapyd',
        settings: { accessKey: 'ak-1' },
      },
    });
    expect(said).toContain('is missing: Rapyd');
    expect(said).toContain('expected the https address that the provider was given');
  });

  test.each([
    ['paystack', 'that it publishes', { allowList: 'published' }],
    ['mpesa-daraja', 'as its preset demands', {}],
  ])('of %s may take the addresses "%s"', async (provider, answer, allowList) =>
    expect(
      (
        await sourceFrom([
          ['Who sends', provider],
          ['source id', ''],
          ['From which', answer],
        ])
      ).sources,
    ).toEqual({ [provider]: { provider, ...allowList } }),
  );

  test('takes addresses that are typed in, and says at once which one is none', async () => {
    const { sources, said } = await sourceFrom([
      ['Who sends', 'github'],
      ['source id', ''],
      ['From which', 'fixed ones'],
      ['Addresses', ''],
      ['Addresses', '203.0.113.1, 203.0.113.0/33'],
      ['Addresses', '203.0.113.1, 2001:db8::/32 203.0.113.1'],
    ]);
    expect(sources).toEqual({
      github: { provider: 'github', allowList: ['203.0.113.1', '2001:db8::/32'] },
    });
    expect(said).toContain('name at least one');
    expect(said).toContain('"203.0.113.0/33": expected an IPv4 or IPv6 address or a CIDR');
  });
});

test('every preset makes a source that loads, out of what somebody answers who only presses Enter', async () => {
  const refused: string[] = [];
  for (const preset of presets) {
    const config = await askPreset(agreeable, preset, preset.id);
    const { problems = [] } = await judgeSource(preset.id, config);
    refused.push(...problems);
  }
  expect(refused).toEqual([]);
});

/** Takes what is proposed, and has one answer for everything else. */
const agreeable: Asker = {
  ...scriptedAsker([]),
  choose: async (_message, [first]) => {
    if (first === undefined) throw new Error('no choice');
    return first.value;
  },
  text: async (_message, options) => options?.default ?? 'example.com',
};

describe('another sender', () => {
  test('with an HMAC, a shared secret, addresses and an id', async () =>
    expect(
      (
        await sourceFrom([
          ...otherSender,
          ['What proves', 'HMAC'],
          ['which hash', 'sha512'],
          ['key given', 'as base64'],
          ['Which header', 'X-Sig'],
          ['written', 'base64 '],
          ['What does the sender sign', 'the body alone'],
          ['Text before the signature', 'sha512='],
          ['shared secret too', 'yes'],
          ['Where does the shared secret', 'a header'],
          ['Name of the header', 'bad name'],
          ['Name of the header', 'Authorization'],
          ['Text before the secret', ''],
          ['From which', 'fixed ones'],
          ['Addresses', '203.0.113.1'],
          ['id of the event', 'in the JSON body'],
          ['Path', 'data..id'],
          ['Path', 'data.id'],
          ['its type', 'in a header'],
          ['Name of the header', 'X-Type'],
        ])
      ).sources,
    ).toEqual({
      bank: {
        allowList: ['203.0.113.1'],
        token: { header: 'Authorization', prefix: 'Bearer ' },
        signature: {
          kind: 'hmac',
          algorithm: 'sha512',
          secretEncoding: 'base64',
          header: 'X-Sig',
          encoding: 'base64',
          format: { prefix: 'sha512=' },
        },
        eventId: { json: 'data.id' },
        eventType: { header: 'X-Type' },
      },
    }));

  test('a weak hash is named as weak, in the list and in the file', async () =>
    expect(
      (
        await sourceFrom([
          ...otherSender,
          ['What proves', 'HMAC'],
          ['which hash', 'sha1 (weak'],
          ['key given', 'as text'],
          ['Which header', ''],
          ['written', 'hex'],
          ['What does the sender sign', 'the body alone'],
          ['Text before the signature', ''],
          ['shared secret too', ''],
          ['From which', 'any'],
          ...noEvent,
        ])
      ).sources?.['bank']?.signature,
    ).toMatchObject({ algorithm: 'sha1', header: 'X-Signature', allowWeakAlgorithm: true }));

  test.each([
    [
      [
        ['Where does', 'a header'],
        ['Name', ''],
        ['Text before', ''],
      ],
      { header: 'X-Secret' },
    ],
    [
      [
        ['Where does', 'the query string'],
        ['Name', 'key'],
      ],
      { query: 'key' },
    ],
    [[['Where does', 'Basic']], { header: 'Authorization', as: 'basic' }],
    [[['Where does', 'the end of the URL']], { path: true }],
  ] as const)('with a shared secret (%#)', async (answers, token) =>
    expect(
      (
        await sourceFrom([
          ...otherSender,
          ['What proves', 'a shared secret'],
          ...answers,
          ['From which', 'any'],
          ['id of the event', 'may be another event'],
          ['its type', 'in a field'],
          ['Name of the field', 'type'],
        ])
      ).sources,
    ).toEqual({ bank: { token, eventId: 'none', eventType: { form: 'type' } } }),
  );

  test('with nothing but addresses', async () =>
    expect(
      (
        await sourceFrom([
          ...otherSender,
          ['What proves', 'nothing but the addresses'],
          ['Addresses', '203.0.113.0/24'],
          ['id of the event', 'in the query string'],
          ['Name in the query string', 'id'],
          ['its type', 'nowhere'],
        ])
      ).sources,
    ).toEqual({ bank: { allowList: ['203.0.113.0/24'], eventId: { query: 'id' } } }));

  test('that nobody knows is left out, with the command that finds its recipe', async () => {
    const { sources, said } = await sourceFrom([...otherSender, ['What proves', 'I do not know']]);
    expect(sources).toBeUndefined();
    expect(said).toContain('npx sallyport recipe learn request.http');
  });

  test('whose shared secret stands in the header of its signature is asked about once more', async () => {
    const { sources, said } = await sourceFrom([
      ...otherSender,
      ['What proves', 'HMAC'],
      ['which hash', 'sha256'],
      ['key given', 'as text'],
      ['Which header', 'X-Sig'],
      ['written', 'hex'],
      ['What does the sender sign', 'the body alone'],
      ['Text before the signature', ''],
      ['shared secret too', 'yes'],
      ['Where does', 'a header'],
      ['Name', 'x-sig'],
      ['Text before', ''],
      ['From which', 'any'],
      ...noEvent,
      ['Answer once more about bank?', 'no'],
    ]);
    expect(sources).toBeUndefined();
    expect(said).toContain('bank.token.header: "x-sig" also carries the signature');
  });
});
