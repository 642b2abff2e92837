import { createPublicKey } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { readSecret } from '../cli/source-secrets.ts';
import type { Target } from '../cli/target.ts';
import { alternatives, type FetchedKey, fetchedKeyOf } from '../lambda/model/signature-scheme.ts';
import type { Source } from '../lambda/model/source.ts';
import { sampleKeyId } from '../lambda/schemes/jose-keys.ts';

type Secrets = Pick<Target, 'secretsManager' | 'secretPrefix'>;

/**
 * Stands for the addresses at which senders publish their keys: a request for `/https://host/path` is answered with the public half of the
 * key that this run signs its samples with. Whatever else a sender asks to be called is answered with 200.
 */
export function keyRelayListener(sources: readonly Source[], secrets: Secrets): RequestListener {
  return (request, response) => {
    const address = (request.url ?? '').slice(1);
    answer(address, sources, secrets).then(
      (text) => response.writeHead(200).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  };
}

async function answer(
  address: string,
  sources: readonly Source[],
  secrets: Secrets,
): Promise<string> {
  for (const source of sources) {
    const fetched = source.signature && fetchedKeyOf(source.signature);
    if (fetched === undefined || !isAddressOf(fetched, source, address)) continue;
    const { signing = '' } = await readSecret(secrets, source);
    return keyText(source, fetched, signing);
  }
  return 'confirmed';
}

function isAddressOf(
  { url, hosts }: FetchedKey,
  { settings = {} }: Source,
  address: string,
): boolean {
  if (typeof url === 'string') {
    const filled = url.replace(
      /\{setting:([^{}]+)\}/g,
      (_match, name: string) => settings[name] ?? '',
    );
    return filled === address;
  }
  // Where the request names the address, one of the sender's hosts will do, but not every page on it is a key.
  const domain = hosts[0]?.split('.').slice(-2).join('.') ?? '';
  return (
    URL.canParse(address) &&
    new URL(address).hostname.endsWith(domain) &&
    /cert|\.pem/i.test(address)
  );
}

function keyText(source: Source, { answers, json = 'key' }: FetchedKey, signing: string): string {
  const key = createPublicKey(signing);
  if (answers === 'jwks') {
    const [scheme] = source.signature ? alternatives(source.signature) : [];
    const alg = scheme && 'algorithms' in scheme ? scheme.algorithms[0] : undefined;
    return JSON.stringify({
      keys: [{ ...key.export({ format: 'jwk' }), kid: sampleKeyId, use: 'sig', alg }],
    });
  }
  const pem = String(key.export({ format: 'pem', type: 'spki' }));
  if (answers === 'pem') return pem;
  return JSON.stringify(
    json.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), pem),
  );
}
