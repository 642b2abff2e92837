import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Ports below are those of other protocols, which must not be talked to by way of us. */
const firstFreePort = 1024;

/**
 * Why nothing is sent to this address, undefined where it may be. The parser of URLs writes every notation of an IPv4 address in its common form,
 * so what is judged is what would be connected to. `isAllowed` judges an address that stands in it; names are judged once they are resolved.
 */
export function outboundUrlProblem(
  text: string,
  isAllowed: (address: string) => boolean = isPublicAddress,
): string | undefined {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:') return 'expected an https address';
  if (url.username !== '' || url.password !== '')
    return 'user name and password do not belong into an address: the receiver knows us by our signature';
  if (url.port !== '' && Number(url.port) < firstFreePort)
    return `port ${url.port} is refused: use 443, or one from ${firstFreePort} on`;
  const literal = literalAddress(url);
  if (literal !== undefined && !isAllowed(literal))
    return `${literal} is no address on the public internet`;
  return undefined;
}

/** The address that stands in the URL in place of a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : address;
}
