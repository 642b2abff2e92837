import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSecret } from '../../cli/source-secrets.ts';
import { sourceOf } from '../../cli/target.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import { expectRefused } from '../support/command.ts';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type LocalState, localState } from '../support/local-state.ts';
import { post, stripeHeaders } from '../support/senders.ts';

/* `sallyport secrets rotate`, from the first value to the end of the one before. */

const data = temporaryData();
const config = join(dirname(data.path), 'rotate.json');
let local: LocalRun;
let state: LocalState;

const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };
const sources = {
  stripe: { provider: 'stripe' },
  'standard-webhooks': { provider: 'standard-webhooks' },
  bank: { token: { header: 'X-Secret' }, signature: hmac },
  basic: { token: { header: 'Authorization', as: 'basic' } },
  base64: { signature: { ...hmac, secretEncoding: 'base64' } },
  pem: { provider: 'pawapay', publicUrl: 'https://hooks.example.com/hooks/pem' },
  address: { allowList: ['203.0.113.45'] },
};

beforeAll(async () => {
  const behindCdn = { clientIpHeader: 'X-Client-Ip', proof: { header: 'X-Origin-Verify' } };
  writeFileSync(config, JSON.stringify({ sources, behindCdn }));
  local = await startLocalRun(data.path, ['--no-samples', '--config', config]);
  state = await localState(data.path);
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

const rotate = (args: readonly string[], stdin = '') =>
  sallyport(data.path, ['secrets', 'rotate', ...args], stdin);
const secretsOf = (id: string): Promise<SecretFields> =>
  readSecret(state.target, sourceOf(state.target, id));

/** The record of an event that is signed with this secret, sent through the CDN. */
async function deliver(secret: string, id: string) {
  const { token = '' } = await secretsOf('@origin');
  const body = JSON.stringify({ id, type: 'invoice.paid' });
  const through = { 'x-origin-verify': token, 'x-client-ip': '192.0.2.7' };
  const headers = { ...stripeHeaders(secret, body), ...through };
  const sent = await post(`${local.gateway}/hooks/stripe`, body, headers);
  return { httpStatus: sent.httpStatus, record: await state.record(sent.id) };
}

describe('a rotation', () => {
  let first: string;

  test('stores the new value, keeps the one before, and says what is next', async () => {
    first = (await secretsOf('stripe')).signing ?? '';
    expect((await deliver(first, 'evt_1')).record.secretVersion).toBe('current');
    const { code, stdout, stderr } = await rotate(['stripe'], 'whsec_second\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'stored the new signing secret of stripe; the previous one stays valid',
        '1. let the provider sign with the new one, unless it does so already',
        `2. see when the previous one was last used: sallyport secrets list --data ${data.path}`,
        `3. once it has not been used for 24 hours, end its life: sallyport secrets rotate stripe --finish --data ${data.path}`,
        '',
      ].join('\n'),
    );
    expect((await deliver(first, 'evt_2')).httpStatus).toBe(200);
    // A mismatch makes the function look again: the new value takes effect at once.
    expect((await deliver('whsec_second', 'evt_3')).record.secretVersion).toBe('current');
    expect((await deliver(first, 'evt_4')).record.secretVersion).toBe('previous');
  });

  test('secrets list shows the last use of the one before', async () => {
    const listed = jsonLines(await sallyport(data.path, ['secrets', 'list', '--json']));
    const { receivedAt } = (await deliver(first, 'evt_5')).record;
    const again = jsonLines(await sallyport(data.path, ['secrets', 'list', '--json']));
    const of = (rows: typeof listed) => rows.find(({ source }) => source === 'stripe');
    expect(of(listed)).toMatchObject({ previous: true });
    expect(of(again)).toMatchObject({ previous: true, previousLastUsed: receivedAt });
    await deliver('whsec_second', 'evt_6');
    const after = jsonLines(await sallyport(data.path, ['secrets', 'list', '--json']));
    expect(of(after)).toMatchObject({ previousLastUsed: receivedAt });
  });

  test('is neither finished nor begun anew while the one before is in use', async () => {
    const used = 'the previous secret of stripe verified a delivery at 20';
    expectRefused(await rotate(['stripe', '--finish']), 1, used);
    expectRefused(await rotate(['stripe'], 'whsec_third'), 1, /would push it out: finish that/);
    expect(await secretsOf('stripe')).toEqual({ signing: 'whsec_second' });
  });

  test('ends with the one before refused, and keeps the date of the current one', async () => {
    const listed = async () =>
      jsonLines(await sallyport(data.path, ['secrets', 'list', '--json'])).find(
        ({ source }) => source === 'stripe',
      );
    const { currentSince } = (await listed()) ?? {};
    const finished = await rotate(['stripe', '--finish', '--force', '--json']);
    expect(jsonLines(finished)).toEqual([{ source: 'stripe', finished: true }]);
    expect(await listed()).toEqual({
      source: 'stripe',
      fields: ['signing'],
      currentSince,
      previous: false,
    });
    expectRefused(await rotate(['stripe', '--finish']), 1, 'stripe has no previous secret');
    // The functions have it in memory for five minutes; a new run has not.
    await local.end('SIGTERM');
    local = await startLocalRun(data.path, ['--no-samples', '--config', config]);
    state = await localState(data.path);
    expect((await deliver(first, 'evt_7')).record).toMatchObject({ reason: 'signature-mismatch' });
    expect((await deliver('whsec_second', 'evt_8')).httpStatus).toBe(200);
  });
});

describe('a generated value', () => {
  test.each<[string, readonly string[], keyof SecretFields, RegExp]>([
    [
      'hex where the scheme takes any text',
      ['bank', '--field', 'signing'],
      'signing',
      /^[0-9a-f]{64}$/,
    ],
    ['a token', ['bank', '--field', 'token', '--force'], 'token', /^[0-9a-f]{64}$/],
    ['base64 where the scheme wants it', ['base64'], 'signing', /^[A-Za-z0-9+/]{43}=$/],
    [
      'a secret of Standard Webhooks',
      ['standard-webhooks'],
      'signing',
      /^whsec_[A-Za-z0-9+/]{43}=$/,
    ],
    ['a password for the same user', ['basic'], 'token', /^sender:[0-9a-f]{64}$/],
  ])('is %s, alone on standard output', async (_what, args, field, form) => {
    const [id = ''] = args;
    const before = await secretsOf(id);
    const { code, stdout, stderr } = await rotate([...args, '--generate']);
    expect(code).toBe(0);
    expect(stdout.trimEnd()).toMatch(form);
    expect(stderr).toContain('the previous one stays valid');
    expect(stderr).not.toContain(stdout.trimEnd());
    expect(await secretsOf(id)).toEqual({ ...before, [field]: stdout.trimEnd() });
  });

  test('stands in the JSON object, where that is asked for', async () => {
    const [told] = jsonLines(await rotate(['base64', '--generate', '--json']));
    const { signing: value } = await secretsOf('base64');
    expect(told).toMatchObject({ source: 'base64', field: 'signing', stored: true, value });
  });

  test('is refused for a public key', async () =>
    expectRefused(await rotate(['pem', '--generate']), 2, /stores its sender's public key/));
});

test('a public key is rotated like any secret', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = String(publicKey.export({ format: 'pem', type: 'spki' }));
  expect((await rotate(['pem'], pem)).code).toBe(0);
  expect((await secretsOf('pem')).signing?.trim()).toBe(pem.trim());
});

test('the proof of the CDN is rotated, and finished only by force: no record tells of it', async () => {
  expect((await rotate(['@origin', '--generate'])).code).toBe(0);
  expectRefused(
    await rotate(['@origin', '--finish']),
    1,
    'no record says which secret the CDN shows',
  );
  expectRefused(
    await rotate(['@origin', '--generate']),
    1,
    'a rotation of @origin is not finished',
  );
  expect((await rotate(['@origin', '--finish', '--force'])).code).toBe(0);
});

test.each<[string, readonly string[], string, RegExp]>([
  ['the value is empty', ['stripe'], '', /the secret is empty: pipe its value/],
  ['the value is that of before', ['stripe'], 'whsec_second', /the one that is stored already/],
  [
    'the value has another encoding',
    ['base64', '--force'],
    'not/base64!',
    /the secret is not base64/,
  ],
  ['the source has two', ['bank'], 'x', /has two secrets: add --field signing or --field token/],
  ['the source has no such field', ['stripe', '--field', 'token'], 'x', /has no token secret/],
  ['the source needs none', ['address'], 'x', /needs no secret: its check is the address/],
  ['the source is unknown', ['nobody'], 'x', /"nobody" is not configured/],
  [
    'a field is to be finished',
    ['bank', '--finish', '--field', 'token'],
    '',
    /--finish takes no --field/,
  ],
  [
    'a value is to be made at the end',
    ['bank', '--finish', '--generate'],
    '',
    /exclude each other/,
  ],
])('nothing is stored and one line says why when %s', async (_when, args, stdin, text) => {
  const before = await Promise.all(Object.keys(sources).map(secretsOf));
  const finished = await rotate(args, stdin);
  expectRefused(finished, 2, text);
  if (stdin.length > 1) expect(finished.stderr).not.toContain(stdin);
  expect(await Promise.all(Object.keys(sources).map(secretsOf))).toEqual(before);
});
