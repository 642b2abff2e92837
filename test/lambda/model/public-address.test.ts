import fc from 'fast-check';
import { outboundUrlProblem } from '../../../lambda/model/outbound-url.ts';
import { isPublicAddress } from '../../../lambda/model/public-address.ts';

/** First and last of each range of the IANA registries, and what is next to them outside. */
test.each([
  ['0.0.0.0', '0.255.255.255', undefined, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '255.255.255.255', '223.255.255.255', undefined],
  ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', undefined, '2000::'],
  ['2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2000:ffff::', '2001:200::'],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff::', '2003::'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:7fff::', '2620:4f:8001::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff::', '3fff:1000::'],
  ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff::', undefined],
])('%s to %s is not public, and %s and %s beside it are', (first, last, before, after) => {
  expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  for (const neighbour of [before, after].filter((one) => one !== undefined))
    expect([neighbour, isPublicAddress(neighbour)]).toEqual([neighbour, true]);
});

const ipv4 = (value: number): string =>
  [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');

test('an address that carries another one inside is not public, whatever it carries', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      const dotted = ipv4(value);
      const high = (value >>> 16).toString(16);
      const low = (value & 0xffff).toString(16);
      const carriers = [
        `::ffff:${dotted}`,
        `::ffff:${high}:${low}`,
        `::${dotted}`,
        `64:ff9b::${dotted}`,
        `64:ff9b:1::${high}:${low}`,
        `2002:${high}:${low}::1`,
        `2001:0:${high}:${low}::`,
      ];
      expect(carriers.filter(isPublicAddress)).toEqual([]);
    }),
  );
});

test.each(['', 'x', '1.2.3', '01.2.3.4', '8.8.8.8%eth0', '2600::1%1', '2130706433', '0x7f.1'])(
  'what is no address is not public: %j',
  (text) => {
    expect(isPublicAddress(text)).toBe(false);
  },
);

test.each([
  ['http://erp.example.com/', 'expected an https address'],
  ['ftp://erp.example.com/', 'expected an https address'],
  ['erp.example.com', 'expected an https address'],
  ['https://', 'expected an https address'],
  ['https://user@erp.example.com/', 'user name and password do not belong into an address'],
  ['https://:secret@erp.example.com/', 'user name and password'],
  ['https://erp.example.com:22/', 'port 22 is refused: use 443, or one from 1024 on'],
  ['https://erp.example.com:80/', 'port 80 is refused'],
  ['https://erp.example.com:0/', 'port 0 is refused'],
  ['https://[fe80::1%25eth0]/', 'expected an https address'],
])('nothing is sent to %s', (url, problem) => {
  expect(outboundUrlProblem(url)).toContain(problem);
});

test.each([
  'https://erp.example.com/hooks?tenant=7',
  'https://erp.example.com:443/',
  'https://erp.example.com:8443/',
  'https://8.8.8.8/',
  'https://[2606:4700::1111]/',
])('something may be sent to %s', (url) => {
  expect(outboundUrlProblem(url)).toBeUndefined();
});
