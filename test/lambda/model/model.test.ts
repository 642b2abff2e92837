import fc from 'fast-check';
import { addressMatcher, parseAddressRange } from '../../../lambda/model/address-range.ts';
import {
  eventPartition,
  indexShards,
  parseEventPartition,
  shardOf,
} from '../../../lambda/model/audit-table.ts';
import { redact } from '../../../lambda/model/redaction.ts';
import { type Reason, rejections } from '../../../lambda/model/rejection.ts';
import { rejectionReply } from '../../../lambda/model/reply.ts';
import { parseSecretValue, writeSecretValue } from '../../../lambda/model/secret-value.ts';

const ipv4 = (value: number): string =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

test('an IPv4 range holds the addresses that share its leading bits, and no other', () => {
  const address = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(address, address, fc.integer({ min: 1, max: 32 }), (network, other, prefix) => {
      const isInside = addressMatcher([`${ipv4(network)}/${prefix}`]);
      const shift = 32 - prefix;
      const expected = Math.floor(network / 2 ** shift) === Math.floor(other / 2 ** shift);
      expect(isInside(ipv4(other))).toBe(expected);
      expect(isInside(`::ffff:${ipv4(other)}`)).toBe(expected);
      expect(isInside(ipv4(network))).toBe(true);
    }),
  );
});

test('an IPv6 range holds its addresses in any spelling', () => {
  const isInside = addressMatcher(['2001:db8::/32', '::1']);
  for (const inside of ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '::1', '0:0:0:0:0:0:0:1'])
    expect(isInside(inside)).toBe(true);
  for (const outside of ['2001:db9::1', '::2', '127.0.0.1', '', 'x'])
    expect(isInside(outside)).toBe(false);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4/33',
  '1.2.3.4/',
  '1.2.3.4/01',
  '1.2.3.4/1/2',
  '010.1.1.1',
  '1.2.3.4 ',
  'fe80::1%eth0',
  '::1/129',
  '0x7f.0.0.1',
  'localhost',
])('"%s" is no address range', (text) => expect(parseAddressRange(text)).toBeUndefined());

test('an event key survives its partition key, whatever the sender put into the id', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,10}$/),
      fc.string({ minLength: 1 }),
      (sourceId, idempotencyKey) => {
        const key = { sourceId, idempotencyKey };
        expect(parseEventPartition(eventPartition(key))).toEqual(key);
      },
    ),
  );
});

test('ids spread over all shards of an index', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const shards = [...alphabet].map((last) => shardOf(`01ARZ3NDEKTSV4RRFFQ69G5FA${last}`));
  expect(new Set(shards).size).toBe(indexShards);
});

test('headers that carry credentials are redacted by name, signatures are not', () => {
  const headers = new Map([
    ['authorization', ['Bearer x']],
    ['x-secret', ['x']],
    ['x-gitlab-token', ['x']],
    ['cookie', ['x']],
    ['x-api-key', ['x']],
    ['x-partner', ['configured']],
    ['x-signature', ['abc']],
    ['content-type', ['a', 'b']],
  ]);
  expect(redact(headers, ['x-partner'])).toEqual({
    authorization: '[redacted]',
    'x-secret': '[redacted]',
    'x-gitlab-token': '[redacted]',
    cookie: '[redacted]',
    'x-api-key': '[redacted]',
    'x-partner': '[redacted]',
    'x-signature': 'abc',
    'content-type': 'a, b',
  });
});

test('the token of the address is redacted wherever a header repeats it, unless it is too short to be one', () => {
  const token = 'the-end-of-the-address';
  const values = new Map([
    ['x-original-uri', [`/callbacks/pay/${token}?a=1`, 'other']],
    [`x-${token}`, ['1']],
  ]);
  expect(redact(values, [], token)).toEqual({
    'x-original-uri': '/callbacks/pay/[redacted]?a=1, other',
    'x-[redacted]': '1',
  });
  expect(redact(new Map([['x-a', ['callbacks']]]), [], 'a')).toEqual({ 'x-a': 'callbacks' });
  expect(redact(new Map([['x-a', ['callbacks']]]), [], '')).toEqual({ 'x-a': 'callbacks' });
});

test('replies to all reasons that share a status are the same', () => {
  const byStatus = new Map<number, Set<string>>();
  for (const reason of Object.keys(rejections) as Reason[]) {
    const reply = rejectionReply(reason, 'ID');
    byStatus.set(
      reply.status,
      (byStatus.get(reply.status) ?? new Set()).add(JSON.stringify(reply)),
    );
    if (reason.includes('-')) expect(reply.body).not.toContain(reason);
  }
  for (const replies of byStatus.values()) expect(replies.size).toBe(1);
  expect(byStatus.has(403)).toBe(true);
});

test('a stored secret is plain text for one field and JSON for two, and reads back either way', () => {
  expect(parseSecretValue('abc', ['signing'])).toEqual({ signing: 'abc' });
  expect(parseSecretValue('abc', ['token'])).toEqual({ token: 'abc' });
  expect(parseSecretValue('abc', ['token', 'signing'])).toEqual({ signing: 'abc' });
  expect(parseSecretValue('{"signing":"a","token":"b"}', ['token', 'signing'])).toEqual({
    signing: 'a',
    token: 'b',
  });
  expect(parseSecretValue('{"other":"a"}', ['signing'])).toEqual({ signing: '{"other":"a"}' });
  expect(parseSecretValue('{broken', ['signing'])).toEqual({ signing: '{broken' });
  fc.assert(
    fc.property(fc.string(), (secret) => {
      expect(
        parseSecretValue(writeSecretValue({ signing: secret }, ['signing']), ['signing']),
      ).toEqual({ signing: secret });
    }),
  );
});
