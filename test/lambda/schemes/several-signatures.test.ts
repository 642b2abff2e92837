import { createHash, createHmac } from 'node:crypto';
import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import { storedKey } from '../../../lambda/crypto/stored-key.ts';
import { storedKeyForm } from '../../../lambda/model/stored-key-form.ts';
import type { SignedRequest } from '../../../lambda/schemes/verdict.ts';
import { verifySignature } from '../../../lambda/schemes/verify.ts';
import { testNowMs } from '../../support/clock.ts';

/* Requests that carry more than one signature. */

const url = 'https://example.com/hooks/it';
const seconds = Math.floor(testNowMs / 1000);
const hmac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', key).update(text).digest(encoding);

async function judge(signature: object | string, secret: string, parts: Partial<SignedRequest>) {
  const config =
    typeof signature === 'string'
      ? { provider: signature, publicUrl: url }
      : { signature, publicUrl: url, vectors: [{ secret, body: '' }] };
  const [source] = readConfig({ sources: { it: config } }, presets);
  if (source?.signature === undefined) throw new Error('no scheme');
  const form = storedKeyForm(source.signature);
  const signing = form && storedKey(secret, form);
  const request: SignedRequest = {
    method: 'POST',
    url,
    headers: new Map(),
    query: new Map(),
    body: Buffer.from('{}'),
    settings: {},
    ...parts,
  };
  const verdict = await verifySignature(source.signature, request, [
    { label: 'current', ...(signing && { signing }) },
  ]);
  return verdict.ok ? 'accepted' : verdict.reason;
}

const headers = (pairs: Readonly<Record<string, string>>) =>
  new Map(Object.entries(pairs).map(([name, value]) => [name, [value]]));

describe('a header with several signatures', () => {
  const body = '{"id":"evt_1"}';
  const right = hmac('secret', `${seconds}.${body}`, 'hex');
  const stripe = (value: string) =>
    judge('stripe', 'secret', {
      headers: headers({ 'stripe-signature': value }),
      body: Buffer.from(body),
    });

  test('is accepted when any of them matches', async () => {
    const wrong = '0'.repeat(64);
    expect(await stripe(`t=${seconds},v1=${right},v1=${wrong}`)).toBe('accepted');
    expect(await stripe(`t=${seconds},v1=${wrong},v1=${right}`)).toBe('accepted');
    expect(await stripe(`t=${seconds},v1=${wrong},v0=${right}`)).toBe('signature-mismatch');
  });

  test('is refused when the timestamp stands in it twice, or not at all', async () => {
    expect(await stripe(`t=1,t=${seconds},v1=${right}`)).toBe('signature-malformed');
    expect(await stripe(`v1=${right}`)).toBe('timestamp-missing');
    expect(await stripe(`t=,v1=${right}`)).toBe('timestamp-missing');
    expect(await stripe(`t=soon,v1=${right}`)).toBe('timestamp-malformed');
  });

  test('is refused when it holds more than any sender uses', async () => {
    const many = Array.from({ length: 17 }, () => `v1=${right}`).join(',');
    expect(await stripe(`t=${seconds},${many}`)).toBe('signature-malformed');
  });
});

describe('a batch whose elements are signed one by one', () => {
  const key = Buffer.alloc(32, 7);
  const item = (reference: string, signature?: string) => ({
    NotificationRequestItem: {
      pspReference: reference,
      eventCode: 'AUTHORISATION',
      success: 'true',
      additionalData: {
        hmacSignature: signature ?? hmac(key, `${reference}::::::AUTHORISATION:true`, 'base64'),
      },
    },
  });
  const adyen = (...items: readonly object[]) =>
    judge('adyen', key.toString('hex'), {
      body: Buffer.from(JSON.stringify({ notificationItems: items })),
    });

  test('is accepted when all of them hold', async () => {
    expect(await adyen(item('A'))).toBe('accepted');
    expect(await adyen(item('A'), item('B'))).toBe('accepted');
  });

  test('is refused when one does not, or there is none', async () => {
    const forged = item('B', hmac('other', 'x', 'base64'));
    expect(await adyen(item('A'), forged)).toBe('signature-mismatch');
    expect(await adyen(forged, item('A'))).toBe('signature-mismatch');
    expect(await adyen()).toBe('signature-missing');
    expect(await adyen(item('A'), { Other: {} })).toBe('signature-missing');
  });
});

describe('headers of which any may carry the signature', () => {
  const body = '{"trigger":"FILE.UPLOADED"}';
  const at = new Date(testNowMs).toISOString();
  const box = (pairs: Readonly<Record<string, string>>) =>
    judge('box', 'secret', {
      headers: headers({ 'box-delivery-timestamp': at, ...pairs }),
      body: Buffer.from(body),
    });
  const right = hmac('secret', body + at, 'base64');

  test('are enough when one holds', async () => {
    expect(await box({ 'box-signature-primary': right })).toBe('accepted');
    expect(await box({ 'box-signature-secondary': right })).toBe('accepted');
    const wrong = hmac('other', body, 'base64');
    expect(await box({ 'box-signature-primary': wrong, 'box-signature-secondary': right })).toBe(
      'accepted',
    );
    expect(await box({ 'box-signature-primary': wrong })).toBe('signature-mismatch');
    expect(await box({})).toBe('signature-missing');
  });
});

describe('an HTTP message signature', () => {
  const recipe = (components: readonly string[]) => ({
    kind: 'http-message-signature',
    algorithm: 'hmac-sha256',
    components,
    key: { stored: 'utf8' },
  });
  const digest = `sha-256=:${sha256('{}')}:`;
  const signed = (components: string, base: string, more: object = {}) => {
    const params = `(${components});created=${seconds}`;
    const text = `${base}"@signature-params": ${params}`;
    return headers({
      'content-digest': digest,
      'signature-input': `s=${params}`,
      signature: `s=:${hmac('secret', text, 'base64')}:`,
      ...more,
    });
  };

  test('must cover the digest of the body and every component that is demanded', async () => {
    const all = signed(
      '"@method" "content-digest"',
      `"@method": POST\n"content-digest": ${digest}\n`,
    );
    expect(await judge(recipe(['@method']), 'secret', { headers: all })).toBe('accepted');
    expect(await judge(recipe(['@method', '@path']), 'secret', { headers: all })).toBe(
      'signature-missing',
    );
    const noBody = signed('"@method"', '"@method": POST\n');
    expect(await judge(recipe(['@method']), 'secret', { headers: noBody })).toBe(
      'signature-missing',
    );
  });

  test('is refused when it says another algorithm, names a component twice, or has no time', async () => {
    const make = (params: string, base: string) =>
      headers({
        'content-digest': digest,
        'signature-input': `s=${params}`,
        signature: `s=:${hmac('secret', `${base}"@signature-params": ${params}`, 'base64')}:`,
      });
    const line = `"content-digest": ${digest}\n`;
    const of = (params: string, base = line) =>
      judge(recipe([]), 'secret', { headers: make(params, base) });
    expect(await of(`("content-digest");created=${seconds}`)).toBe('accepted');
    expect(await of(`("content-digest");created=${seconds};alg="rsa-pss-sha512"`)).toBe(
      'signature-mismatch',
    );
    expect(await of(`("content-digest" "content-digest");created=${seconds}`, line + line)).toBe(
      'signature-malformed',
    );
    expect(await of('("content-digest")')).toBe('timestamp-missing');
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

describe('a list of signed headers', () => {
  const at = String(testNowMs);
  const contentful = (list: string) => {
    const values: Readonly<Record<string, string>> = {
      'x-contentful-signed-headers': list,
      'x-contentful-timestamp': at,
    };
    const lines = list.split(',').map((name) => `${name}:${values[name]}`);
    const text = `POST\n/hooks/it\n${lines.join(';')}\n{}`;
    const signature = hmac('secret', text, 'hex');
    return judge('contentful', 'secret', {
      headers: headers({ ...values, 'x-contentful-signature': signature }),
    });
  };

  test('must hold the timestamp, or anybody could make a captured request new', async () => {
    expect(await contentful('x-contentful-signed-headers,x-contentful-timestamp')).toBe('accepted');
    expect(await contentful('x-contentful-signed-headers')).toBe('signature-missing');
  });
});
