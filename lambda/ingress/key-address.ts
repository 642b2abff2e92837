import type { NormalizedRequest } from '../model/request.ts';
import type { FetchedKey } from '../model/signature-scheme.ts';
import type { Source } from '../model/source.ts';
import type { ValueLocation } from '../model/value-location.ts';
import { singleValue } from '../schemes/single-value.ts';

type Refusal = 'signature-missing' | 'signature-duplicated' | 'signature-malformed';

/** Address of the key that the sender publishes, or why none is asked. */
export function keyAddress(
  { url, hosts, pathSuffix }: FetchedKey,
  request: NormalizedRequest,
  source: Source,
): { readonly address: string } | Refusal {
  if (typeof url !== 'string') {
    return addressOnHosts({ url, hosts, ...(pathSuffix && { pathSuffix }) }, request, source);
  }
  return { address: fill(url, source) };
}

const fill = (text: string, { settings = {} }: Source): string =>
  text.replace(/\{setting:([^{}]+)\}/g, (_match, name: string) => settings[name] ?? '');

interface AddressRule {
  readonly url: ValueLocation;
  readonly hosts: readonly string[];
  readonly pathSuffix?: string;
}

/**
 * An address that stands in the request. It counts only when it is https and on one of the hosts: else whoever forges a request would also
 * choose the key that it is checked with, or whom we call.
 */
export function addressOnHosts(
  { url, hosts, pathSuffix = '' }: AddressRule,
  request: NormalizedRequest,
  source: Source,
): { readonly address: string } | Refusal {
  const found = singleValue(request, url);
  if (found.kind !== 'one') return `signature-${found.kind}`;
  const names = hosts.map((host) => fill(host, source));
  const isAllowed = isOn(found.value, names) && new URL(found.value).pathname.endsWith(pathSuffix);
  return isAllowed ? { address: found.value } : 'signature-malformed';
}

function isOn(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
  return isPlain && hosts.some((host) => matches(hostname, host));
}

/** Label by label; `*` stands for one label. */
function matches(hostname: string, host: string): boolean {
  const labels = hostname.split('.');
  const expected = host.split('.');
  return (
    labels.length === expected.length &&
    expected.every((label, at) => label === '*' || label === labels[at])
  );
}
