import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answers, noEvent, otherSender, sourceFrom } from '../support/init-answers.ts';

/* Recipes beyond an HMAC over the body. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-init-recipes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const body = '{"id":"e1"}';
const stamp = '1795428000';
const signed = (secret: string) =>
  createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex');
const message = (...headers: readonly string[]) =>
  `POST /hooks/bank HTTP/1.1\r\nHost: a.test\r\nAuthorization: Bearer live\r\n${headers.join('\r\n')}\r\n\r\n${body}`;
const timed = fileOf(
  'timed.http',
  message(`X-Timestamp: ${stamp}`, `X-Signature: ${signed('retired')}`),
);

const timedHmac: Answers = [
  ...otherSender,
  ['What proves', 'HMAC'],
  ['which hash', 'sha256'],
  ['key given', 'as text'],
  ['Which header', ''],
  ['written', 'hex'],
  ['What does the sender sign', 'in a header of its own'],
  ['Text before the signature', ''],
  ['carries the time', ''],
  ['How is the time', 'seconds'],
  ['put together', '{body}'],
  ['put together', ''],
];
const rest: Answers = [['shared secret too', ''], ['From which', 'any'], ...noEvent];

test('a recipe is proved on a captured request, of which only what it looks at is kept', async () => {
  const { sources, said } = await sourceFrom([
    ...timedHmac,
    ['in a file', ''],
    ['Which file', join(folder, 'none')],
    ['Which file', timed],
    ['secret it was signed with', 'retired'],
    ['When was it made', ''],
    ...rest,
  ]);
  expect(said).toContain('{timestamp} is missing');
  expect(said).toContain('none: cannot be read');
  expect(sources?.['bank']).toEqual({
    signature: {
      kind: 'hmac',
      algorithm: 'sha256',
      header: 'X-Signature',
      encoding: 'hex',
      timestamp: { at: { header: 'X-Timestamp' } },
      signed: '{timestamp}.{body}',
    },
    vectors: [
      {
        secret: 'retired',
        at: '2026-11-23T10:00:00.000Z',
        headers: { 'X-Timestamp': stamp, 'X-Signature': signed('retired') },
        body,
      },
    ],
  });
  expect(JSON.stringify(sources)).not.toContain('live');
});

test('a recipe that does not hold is told, and the request or the recipe is asked for once more', async () => {
  const { sources, said } = await sourceFrom([
    ...timedHmac,
    ['in a file', 'yes'],
    ['Which file', timed],
    ['secret it was signed with', 'another'],
    ['What now', 'give the request'],
    ['Which file', timed],
    ['secret it was signed with', 'retired'],
    ['When was it made', '2026-11-23'],
    ['When was it made', '2026-11-23T11:00:00Z'],
    ['What now', 'leave this source out'],
  ]);
  expect(sources).toBeUndefined();
  expect(said).toContain('vectors.0: the good request is refused: signature-mismatch');
  expect(said).toContain('expected an instant such as 2026-11-23T10:00:00Z');
  expect(said).toContain('vectors.0: its timestamp is 3600 s off "at"');
});

test('a recipe without a request is left out, and how to find one is said', async () => {
  const { sources, said } = await sourceFrom([...timedHmac, ['in a file', 'no']]);
  expect(sources).toBeUndefined();
  expect(said).toContain('recipe learn');
});

test('a recipe may have the time beside the signature', async () => {
  const file = fileOf('fields.http', message(`X-Signature: t=${stamp},v1=${signed('retired')}`));
  const { sources } = await sourceFrom([
    ...timedHmac.slice(0, 7),
    ['What does the sender sign', 'beside the signature'],
    ['Name of the time', ''],
    ['Name of the signature', ''],
    ['How is the time', 'seconds'],
    ['put together', ''],
    ['in a file', ''],
    ['Which file', file],
    ['secret it was signed with', 'retired'],
    ['When was it made', ''],
    ...rest,
  ]);
  expect(sources?.['bank']?.signature).toMatchObject({
    format: { fields: { signature: 'v1' } },
    timestamp: { at: { field: 't' } },
  });
});

const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ECDSA: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: generateKeyPairSync('ed25519'),
};

test.each(['RSA', 'ECDSA', 'Ed25519'] as const)(
  'a recipe may be %s under a public key',
  async (kind) => {
    const { publicKey, privateKey } = pairs[kind];
    const digest = kind === 'Ed25519' ? undefined : 'sha256';
    const signature = sign(digest, Buffer.from(body), privateKey).toString('base64');
    const key = fileOf(`${kind}.pem`, String(publicKey.export({ type: 'spki', format: 'pem' })));
    const { sources } = await sourceFrom([
      ...otherSender,
      ['What proves', "the sender's private key"],
      ['Which kind', kind],
      ['public key', 'PEM'],
      ...(kind === 'Ed25519' ? [] : ([['which hash', 'sha256']] as const)),
      ...(kind === 'ECDSA' ? ([['laid out', 'DER']] as const) : []),
      ['Which header', ''],
      ['written', 'base64'],
      ['What does the sender sign', 'the body alone'],
      ['Text before the signature', ''],
      ['in a file', ''],
      ['Which file', fileOf(`${kind}.http`, message(`X-Signature: ${signature}`))],
      ['Which file holds the public key', join(folder, 'no.pem')],
      ['Which file holds the public key', key],
      ...rest,
    ]);
    expect(sources?.['bank']?.signature).toEqual({
      kind: kind.toLowerCase(),
      ...(digest && { algorithm: digest }),
      key: { stored: 'pem' },
      header: 'X-Signature',
      encoding: 'base64',
    });
    expect(sources?.['bank']?.vectors).toHaveLength(1);
  },
);
