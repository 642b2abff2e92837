import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { decodeText, parseDigits } from '../../../lambda/crypto/encoding.ts';
import { equalDigests } from '../../../lambda/crypto/equal.ts';
import { hmac } from '../../../lambda/crypto/hmac.ts';
import { secretKey } from '../../../lambda/crypto/secret-key.ts';

const encodings = ['hex', 'base64', 'base64url'] as const;

test.each(encodings)('%s decodes to the bytes that were encoded', (encoding) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(decodeText(buffer.toString(encoding), encoding)).toEqual(buffer);
    }),
  );
});

test.each(encodings)('%s refuses text with a foreign character wherever it stands', (encoding) => {
  const foreign = fc.constantFrom(' ', '\n', '!', '\0', 'é', '.', '%');
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 3, maxLength: 40 }),
      foreign,
      fc.nat(40),
      (bytes, character, at) => {
        const text = Buffer.from(bytes).toString(encoding);
        const place = Math.min(at, text.length);
        expect(
          decodeText(text.slice(0, place) + character + text.slice(place), encoding),
        ).toBeUndefined();
      },
    ),
  );
});

test.each([
  ['hex', 'abc'],
  ['base64', 'A'],
  ['base64', 'AA='],
  ['base64', 'AB=='],
  ['base64url', 'AAB'],
  ['base64', 'AAAA===='],
  ['base64', 'AA-_'],
  ['base64url', 'AA+/'],
] as const)('%s refuses "%s"', (encoding, text) =>
  expect(decodeText(text, encoding)).toBeUndefined(),
);

test.each(['', '123abc', '-1', '+1', '1e3', '0x10', ' 1', '1.0', '9'.repeat(16)])(
  '"%s" is no whole number',
  (text) => expect(parseDigits(text)).toBeUndefined(),
);

test('digits are a whole number', () => expect(parseDigits('1700000000')).toBe(1_700_000_000));

/* RFC 4231, test cases 1, 2 and 6: https://www.rfc-editor.org/rfc/rfc4231#section-4 */
test.each([
  [
    Buffer.alloc(20, 0x0b),
    ['Hi There'],
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    Buffer.from('Jefe'),
    ['what do ya want ', 'for nothing?'],
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    Buffer.alloc(131, 0xaa),
    ['Test Using Larger Than Block-Size Key - Hash Key First'],
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('HMAC-SHA256 gives the published value', (key, parts, expected) => {
  expect(hmac('sha256', createSecretKey(key), parts).toString('hex')).toBe(expected);
});

test.each(['utf8', 'hex', 'base64', 'whsec'] as const)(
  'there is no key from an empty or blank %s secret',
  (encoding) => {
    for (const secret of ['', ' ', '\n', '\t '])
      expect(secretKey(secret, encoding)).toBeUndefined();
  },
);

test('there is no key from a prefix alone or from text in another encoding', () => {
  expect(secretKey('whsec_', 'whsec')).toBeUndefined();
  expect(secretKey('whsec_not base64!', 'whsec')).toBeUndefined();
  expect(secretKey('xyz', 'hex')).toBeUndefined();
});

test('a whsec secret is the same key with and without its prefix', () => {
  const key = secretKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec')?.export();
  expect(key?.toString('base64')).toBe('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  expect(secretKey('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec')?.export()).toEqual(key);
});

test('digests are equal when all their bytes are, and only then', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), (bytes, at) => {
      const other = Uint8Array.from(bytes);
      other[at % bytes.length] = (other[at % bytes.length] ?? 0) ^ 1;
      expect(equalDigests(bytes, Uint8Array.from(bytes))).toBe(true);
      expect(equalDigests(bytes, other)).toBe(false);
      expect(equalDigests(bytes, bytes.slice(1))).toBe(false);
    }),
  );
});
