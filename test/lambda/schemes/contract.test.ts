import fc from 'fast-check';
import { signedHeaders } from '../../../lambda/model/signature-scheme.ts';
import type { SignedRequest } from '../../../lambda/schemes/verdict.ts';
import { verifySignature } from '../../../lambda/schemes/verify.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  keysOf,
  type SchemeCase,
  schemeCases,
  signedRequest,
  withHeader,
} from '../../support/scheme-cases.ts';

/* One contract for every scheme and every preset. */

const body = Buffer.from('{"id":"evt_1","amount":100}');

describe.each(schemeCases)('$name', (scheme: SchemeCase) => {
  const { header } = scheme.scheme;
  const keys = keysOf(scheme.scheme, scheme.secret);
  const good = signedRequest(scheme, body);
  const signature = good.headers.get(header)?.[0] ?? '';
  const verdict = (request: SignedRequest, live = keys) =>
    verifySignature(scheme.scheme, request, live);
  const reason = (request: SignedRequest, live = keys) => {
    const result = verdict(request, live);
    return result.ok ? 'accepted' : result.reason;
  };

  test('accepts what its sender signed', () => {
    expect(verdict(good)).toMatchObject({ ok: true, secretVersion: 'current' });
    if (scheme.scheme.kind === 'hmac-timestamped')
      expect(verdict(good)).toMatchObject({ signedAtMs: testNowMs });
  });

  test.each([
    ['empty', Buffer.alloc(0)],
    ['not UTF-8', Buffer.from([0xff, 0x00, 0xc3, 0x28])],
    ['100 KB', Buffer.alloc(100_000, 7)],
  ])('accepts a signed body that is %s', (_name, bytes) => {
    expect(verdict(signedRequest(scheme, bytes)).ok).toBe(true);
  });

  test('rejects each flipped byte of the body', () => {
    for (let at = 0; at < body.length; at += 1) {
      const altered = Buffer.from(body);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(reason({ ...good, body: altered })).toBe('signature-mismatch');
    }
  });

  test('rejects each altered character of the signature header', () => {
    for (let at = 0; at < signature.length; at += 1) {
      const other = signature[at] === 'a' ? 'b' : 'a';
      const altered = `${signature.slice(0, at)}${other}${signature.slice(at + 1)}`;
      expect(verdict(withHeader(good, header, altered)).ok).toBe(isSame(altered, signature));
    }
  });

  test('rejects truncated and over-long signatures without throwing', () => {
    // Padding is optional: without it the bytes are the same.
    const unpadded = signature.replace(/=+$/, '');
    for (const altered of [
      unpadded.slice(0, -1),
      unpadded.slice(0, -2),
      unpadded.slice(0, 5),
      `${signature}00`,
      `${signature}AA==`,
    ]) {
      expect(verdict(withHeader(good, header, altered)).ok).toBe(false);
    }
  });

  test('rejects a signature under another key, and names no key', () => {
    expect(reason(good, keysOf(scheme.scheme, scheme.wrongSecret))).toBe('signature-mismatch');
    expect(reason(good, [])).toBe('signature-mismatch');
    expect(reason(good, [{ label: 'current', versionId: '0' }])).toBe('signature-mismatch');
  });

  test('accepts the previous secret and says which one matched', () => {
    const live = keysOf(scheme.scheme, scheme.wrongSecret, scheme.secret);
    expect(verdict(good, live)).toMatchObject({ ok: true, secretVersion: 'previous' });
  });

  test('rejects a missing, an empty and a doubled signature header', () => {
    expect(reason(withHeader(good, header))).toBe('signature-missing');
    expect(reason(withHeader(good, header, ''))).toBe('signature-missing');
    expect(reason(withHeader(good, header, signature, signature))).toBe('signature-duplicated');
  });

  test('rejects a request when a header that the signature covers is missing, doubled or altered', () => {
    for (const name of signedHeaders(scheme.scheme)) {
      expect(verdict(withHeader(good, name)).ok).toBe(false);
      expect(verdict(withHeader(good, name, 'a', 'a')).ok).toBe(false);
      expect(reason(withHeader(good, name, 'altered'))).toBe('signature-mismatch');
    }
  });

  test('never throws and never accepts whatever the header holds', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    fc.assert(
      fc.property(text, (noise) => {
        const result = verdict(withHeader(good, header, noise));
        expect(result.ok).toBe(isSame(noise, signature));
      }),
      { numRuns: 200 },
    );
  });
});

/** Hex signatures may differ in case; anything else that differs is another header. */
const isSame = (left: string, right: string): boolean => left.trim() === right;

describe('a header with several signatures', () => {
  const find = (name: string): SchemeCase => {
    const found = schemeCases.find((candidate) => candidate.name === `preset ${name}`);
    if (found === undefined) throw new Error(`no preset ${name}`);
    return found;
  };

  test('is accepted when any of them matches', () => {
    for (const [name, separator, extra] of [
      ['stripe', ',', `v1=${'0'.repeat(64)}`],
      ['standard-webhooks', ' ', 'v1,AAAA'],
    ] as const) {
      const scheme = find(name);
      const good = signedRequest(scheme, body);
      const [value = ''] = good.headers.get(scheme.scheme.header) ?? [];
      const both = [`${value}${separator}${extra}`, `${extra}${separator}${value}`];
      for (const header of both) {
        const request = withHeader(good, scheme.scheme.header, header);
        expect(
          verifySignature(scheme.scheme, request, keysOf(scheme.scheme, scheme.secret)).ok,
        ).toBe(true);
      }
    }
  });

  test('is refused when it holds more than any sender uses', () => {
    const scheme = find('standard-webhooks');
    const good = signedRequest(scheme, body);
    const many = `${'v1,AAAA '.repeat(16)}${good.headers.get('webhook-signature')?.[0]}`;
    const result = verifySignature(
      scheme.scheme,
      withHeader(good, 'webhook-signature', many),
      keysOf(scheme.scheme, scheme.secret),
    );
    expect(result).toEqual({ ok: false, reason: 'signature-malformed' });
  });

  test('is refused when the timestamp stands in it twice', () => {
    const scheme = find('stripe');
    const good = signedRequest(scheme, body);
    const doubled = `t=1,${good.headers.get('stripe-signature')?.[0]}`;
    const result = verifySignature(
      scheme.scheme,
      withHeader(good, 'stripe-signature', doubled),
      keysOf(scheme.scheme, scheme.secret),
    );
    expect(result).toEqual({ ok: false, reason: 'signature-malformed' });
  });
});
