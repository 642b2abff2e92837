import { placeInElement } from '../../../cli/sample-content.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import { checksTime, coversBody } from '../../../lambda/model/signature-coverage.ts';
import { alternatives, signedParts } from '../../../lambda/model/signature-scheme.ts';
import { placeValue } from '../../../lambda/schemes/place-value.ts';
import { locationsOf } from '../../../lambda/schemes/signature-element.ts';
import { parseSignature } from '../../../lambda/schemes/signature-format.ts';
import { textsAt } from '../../../lambda/schemes/single-value.ts';
import { testNowMs } from '../../support/clock.ts';
import {
  type ContractSubject,
  sampleSubject,
  vectorSubjects,
  verdictOf,
} from '../../support/contract-subject.ts';
import { everyAlternative, presetCases, rawSample } from '../../support/preset-cases.ts';

/* One contract for every preset and every vector, through the whole ingress; no test knows a provider. */

test('there are at least 300 presets', () =>
  expect(presetCases.length).toBeGreaterThanOrEqual(300));

const subjects: readonly ContractSubject[] = [
  ...everyAlternative.map((one) => sampleSubject(one, testNowMs)),
  ...vectorSubjects,
];

describe.each(subjects)('$name', (one: ContractSubject) => {
  const { source, secrets, others } = one;
  const { signature, token } = source;
  const [scheme] = signature ? alternatives(signature) : [];

  test('accepts what its sender sends, plain or base64 from the gateway', async () => {
    const raw = await one.raw();
    expect(await verdictOf(one, raw)).toBe('accepted');
    const text = Buffer.from(raw.body.text, 'base64').toString('utf8');
    expect(await verdictOf(one, { ...raw, body: { text, base64: false } })).toBe('accepted');
  });

  test('accepts header names in another case', async () => {
    const raw = await one.raw();
    const headers = raw.headers.map(([name, value]) => [name.toUpperCase(), value] as const);
    expect(await verdictOf(one, { ...raw, headers })).toBe('accepted');
  });

  test('accepts the previous secret and says so', async () => {
    if (Object.keys(secrets).length === 0 || isPublished(one)) return;
    const ingress = one.ingress({ current: others, previous: secrets });
    expect(await verdictOf(one, await one.raw(), ingress)).toBe('accepted');
    const [event] = [...ingress.ledger.events.values()];
    expect(event?.delivery.secretVersion).toBe('previous');
  });

  test('rejects another key, an empty one and none', async () => {
    if (!signature && !token) return;
    const raw = await one.raw();
    expect(await verdictOf(one, raw, one.ingress({ current: others }))).toMatch(/-mismatch$/);
    const empty = { ...(signature && { signing: '' }), ...(token && { token: '' }) };
    const nothing = await verdictOf(one, raw, one.ingress({ current: empty }));
    expect(nothing).toMatch(/-mismatch$|^secret-|^dependency-down$/);
  });

  test('rejects an altered body', async () => {
    if (!signature || !coversBody(signature)) return;
    const raw = await one.raw();
    const body = Buffer.from(raw.body.text, 'base64');
    for (const at of sampleOffsets(body)) {
      const altered = Buffer.from(body);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(await verdictOf(one, withBody(raw, altered))).not.toBe('accepted');
    }
    // A scheme that signs the body without its white space cannot see one more: then it is the same event.
    const ingress = one.ingress();
    await verdictOf(one, raw, ingress);
    await verdictOf(one, withBody(raw, Buffer.concat([body, Buffer.from(' ')])), ingress);
    expect(ingress.ledger.events.size).toBe(1);
  });

  test('rejects altered, truncated and over-long signatures without throwing', async () => {
    if (scheme === undefined) return;
    const raw = await one.raw();
    const text = proofText(one, raw);
    const altered = [
      ...sampleOffsets(Buffer.from(text)).map((at) => flipped(text, at)),
      text.replace(/=+$/, '').slice(0, -1),
      text.replace(/=+$/, '').slice(0, -3),
      `${text}00`,
      `${text}AA==`,
      text.slice(0, 4),
      '',
      'x'.repeat(5000),
    ];
    for (const wrong of altered.filter((candidate) => !isSame(one, candidate, text))) {
      const verdict = await verdictOf(one, withProof(one, raw, [wrong]));
      expect({ wrong, verdict }).toEqual({
        wrong,
        verdict: expect.stringMatching(/-(mismatch|missing|malformed)$/),
      });
    }
  });

  test('rejects proof that is missing or there twice', async () => {
    if (scheme === undefined) return;
    const raw = await one.raw();
    expect(await verdictOf(one, withProof(one, raw, []))).toMatch(/-(missing|mismatch)$/);
    if (!isInHeader(one)) return;
    const text = proofText(one, raw);
    expect(await verdictOf(one, withProof(one, raw, [text, text]))).toBe('signature-duplicated');
  });

  test('rejects a request when a header that is signed is missing, doubled or altered', async () => {
    const raw = await one.raw();
    for (const name of signedHeaders(one)) {
      const value = raw.headers.find(([other]) => other.toLowerCase() === name)?.[1];
      if (value === undefined) continue;
      const others = raw.headers.filter(([other]) => other.toLowerCase() !== name);
      for (const values of [[], [value, value], [`${value}1`]]) {
        const headers = [...others, ...values.map((text): [string, string] => [name, text])];
        const verdict = await verdictOf(one, { ...raw, headers });
        expect({ name, values, verdict }).not.toMatchObject({ verdict: 'accepted' });
      }
    }
  });

  test('rejects stale and future requests', async () => {
    if (!signature || !checksTime(signature)) return;
    const raw = await one.raw();
    for (const [days, reason] of [
      [2, 'stale'],
      [-2, 'from-the-future'],
    ] as const) {
      const ingress = one.ingress();
      ingress.clock.advance(days * 24 * 3600 * 1000);
      expect(await verdictOf(one, raw, ingress)).toBe(reason);
    }
  });

  test('rejects another method and another source address', async () => {
    const raw = await one.raw();
    expect(await verdictOf(one, { ...raw, method: 'DELETE' })).toBe('method-not-allowed');
    if (source.allowList)
      expect(await verdictOf(one, { ...raw, peerIp: '192.0.2.1' })).toBe('ip-not-allowed');
  });

  test('takes a repeated delivery for a duplicate', async () => {
    const ingress = one.ingress();
    const raw = await one.raw();
    expect(await verdictOf(one, raw, ingress)).toBe('accepted');
    expect(await verdictOf(one, raw, ingress)).toBe('accepted');
    expect(ingress.ledger.events.size).toBe(1);
    expect(ingress.ledger.again.map(({ as }) => as)).toEqual(['duplicate']);
  });
});

test.each(presetCases)('a sample of $id with a fault is refused, or the fault is', async (one) => {
  for (const fault of ['tampered', 'unsigned', 'wrong-key', 'stale'] as const) {
    const raw = await rawSample(one, { fault }).catch((error: Error) => error);
    if (raw instanceof Error) expect(raw.message).toContain('use another --fault');
    else
      expect(await verdictOf(sampleSubject(one, testNowMs), raw)).toMatch(
        /-(mismatch|missing|malformed)$|^stale$/,
      );
  }
});

/** Headers of which the scheme needs each, once and unchanged. */
function signedHeaders({ source }: ContractSubject): readonly string[] {
  const [scheme] = source.signature ? alternatives(source.signature) : [];
  if (scheme === undefined) return [];
  if (scheme.kind === 'http-message-signature')
    return [...scheme.components.filter((name) => !name.startsWith('@')), 'signature-input'];
  const at = 'timestamp' in scheme ? scheme.timestamp?.at : undefined;
  return [
    ...signedParts(scheme).flatMap((part) =>
      part.kind === 'value' && 'header' in part.at ? [part.at.header] : [],
    ),
    ...(at && 'header' in at ? [at.header] : []),
  ];
}

const isPublished = ({ source }: ContractSubject): boolean =>
  source.signature !== undefined &&
  alternatives(source.signature).some((one) => 'key' in one && 'url' in one.key);

/** First, last and a few bytes between. */
const sampleOffsets = (bytes: Uint8Array): readonly number[] => [
  ...new Set([0, 1, 2, 3, 4, 5, 6].map((step) => Math.floor(((bytes.length - 1) * step) / 6))),
];

const flipped = (text: string, at: number): string =>
  `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;

/** Whether two texts hold one signature: hex may differ in case, base64 in padding, and what stands beside the signature counts only where it is signed. */
function isSame({ source }: ContractSubject, left: string, right: string): boolean {
  const [scheme] = source.signature ? alternatives(source.signature) : [];
  const plain = (text: string) => text.trim().replace(/=+$/, '').toLowerCase();
  if (plain(left) === plain(right)) return true;
  const format = scheme && 'format' in scheme ? scheme.format : undefined;
  if (format === undefined || scheme === undefined || 'timestamp' in scheme) return false;
  const signatures = [left, right].map((text) => parseSignature(text, format)?.signatures.join());
  return signatures[0] !== undefined && signatures[0] === signatures[1];
}

const withBody = (raw: RawRequest, body: Buffer): RawRequest => ({
  ...raw,
  body: { text: body.toString('base64'), base64: true },
});

/** Where the sample carries its signature. */
function proofPlace({ source }: ContractSubject) {
  const [scheme] = source.signature ? alternatives(source.signature) : [];
  if (scheme === undefined) throw new Error('no signature');
  if (scheme.kind === 'http-message-signature') return { header: 'signature' };
  if (scheme.kind === 'jwt') return scheme.inBody ? 'body' : { header: scheme.header ?? '' };
  if (scheme.kind === 'detached-jws') return { header: scheme.header };
  if (scheme.kind === 'cipher-checksum') return { form: scheme.form };
  const [place] = locationsOf(scheme);
  if (place === undefined) throw new Error('no place');
  return placeInElement(scheme, place);
}

const isInHeader = (one: ContractSubject): boolean => {
  const place = proofPlace(one);
  return place !== 'body' && 'header' in place;
};

const asSigned = (raw: RawRequest) => ({
  method: raw.method,
  headers: new Map(raw.headers.map(([name, value]) => [name.toLowerCase(), [value]])),
  query: new Map(raw.query.map(([name, value]) => [name, [value]])),
  body: Buffer.from(raw.body.text, 'base64'),
  settings: {},
});

function proofText(one: ContractSubject, raw: RawRequest): string {
  const place = proofPlace(one);
  const request = asSigned(raw);
  return place === 'body' ? request.body.toString() : (textsAt(request, place)[0] ?? '');
}

/** The request with these texts in the place of the signature. */
function withProof(one: ContractSubject, raw: RawRequest, texts: readonly string[]): RawRequest {
  const place = proofPlace(one);
  if (place === 'body') return withBody(raw, Buffer.from(texts.join('')));
  if ('header' in place) {
    const { header } = place;
    const others = raw.headers.filter(([name]) => name.toLowerCase() !== header);
    return {
      ...raw,
      headers: [...others, ...texts.map((text): [string, string] => [header, text])],
    };
  }
  const placed = placeValue(asSigned(raw), place, texts.join(''));
  const query = [...placed.query].flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return { ...withBody(raw, Buffer.from(placed.body)), query };
}
