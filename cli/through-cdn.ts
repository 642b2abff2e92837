import { parseAddressRange } from '../lambda/model/address-range.ts';
import { originOf } from '../lambda/model/cdn.ts';
import type { SampleRequest } from './sample-request.ts';
import { readSecret } from './source-secrets.ts';
import type { Target } from './target.ts';

/** The sample as the CDN would hand it on. A deployed receiver has the CDN in front; a local run has nobody to play it but us. */
export async function throughCdn(target: Target, sample: SampleRequest): Promise<SampleRequest> {
  const { cdn, isLocal } = target;
  if (cdn === undefined || !isLocal) return sample;
  const { 'x-forwarded-for': claimed = '127.0.0.1', ...headers } = sample.headers;
  const origin = originOf(cdn);
  const proof =
    origin !== undefined && 'header' in cdn.proof
      ? { [cdn.proof.header]: (await readSecret(target, origin)).token ?? '' }
      : { 'x-forwarded-for': firstAddress('addresses' in cdn.proof ? cdn.proof.addresses : []) };
  return { ...sample, headers: { ...headers, [cdn.clientIpHeader]: claimed, ...proof } };
}

const firstAddress = ([range = '']: readonly string[]): string =>
  parseAddressRange(range)?.address ?? '';
