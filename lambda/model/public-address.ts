import { BlockList, isIP } from 'node:net';

/**
 * Ranges of IPv4 that are somebody's own, or nobody's. Also those that the registry calls reachable: no endpoint of a customer stands there.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/ and https://www.iana.org/assignments/multicast-addresses/ (2026-11-24)
 */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * All that IPv6 has of public unicast. Outside of it are loopback, link-local and unique local addresses (the metadata service's fd00:ec2::254
 * among them), multicast, and those that carry an IPv4 address: mapped, compatible, translated (64:ff9b::/96).
 * https://www.iana.org/assignments/ipv6-address-space/ (2026-11-24)
 */
const globalIpv6 = '2000::/3';

/**
 * What is special inside: protocol assignments with Teredo, documentation, 6to4, AS112.
 * https://www.iana.org/assignments/iana-ipv6-special-registry/ (2026-11-24)
 */
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const notPublicIpv4 = listOf(specialIpv4, 'ipv4');
const global = listOf([globalIpv6], 'ipv6');
const notPublicIpv6 = listOf(specialIpv6, 'ipv6');

/** Whether the address is one on the public internet: no private, local, reserved or translated one, and no text that is none. */
export function isPublicAddress(address: string): boolean {
  // A zone names an interface of this machine.
  if (address.includes('%')) return false;
  const version = isIP(address);
  if (version === 4) return !notPublicIpv4.check(address, 'ipv4');
  return version === 6 && global.check(address, 'ipv6') && !notPublicIpv6.check(address, 'ipv6');
}
