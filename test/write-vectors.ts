import { createPublicKey } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { sampleRequest } from '../cli/sample-request.ts';
import { presets } from '../lambda/config/preset-index.ts';
import { readConfig } from '../lambda/config/read-config.ts';
import { developmentSecrets } from '../local/development-secrets.ts';
import { configFor, publicUrl } from './support/preset-config.ts';
import { type Vector, vectorFolder } from './support/vector-file.ts';

/* `npm run vectors -- ID…` writes the vector file of each preset that has none. A file that is there is left alone: it is what fixes the preset. */

const at = '2026-11-23T10:00:00.000Z';

async function vectorOf(id: string): Promise<Vector> {
  const preset = presets.get(id);
  if (preset === undefined)
    throw new Error(`"${id}" is not a preset: add lambda/providers/${id}.ts`);
  const { provider: _provider, ...config } = configFor(preset);
  const [source] = readConfig({ sources: { it: { provider: id, ...config } } }, presets);
  if (source === undefined) throw new Error(`no source for ${id}`);
  const secrets = developmentSecrets(source);
  const sample = await sampleRequest(source, {
    nowMs: Date.parse(at),
    secrets,
    claimAddress: true,
  });
  const { 'x-forwarded-for': from, ...headers } = sample.headers;
  const url = new URL(`${publicUrl}${sample.suffix}`);
  const pathToken = decodeURIComponent(url.pathname.split('/')[3] ?? '');
  // The private key is no part of what a receiver has.
  const signing = secrets.signing?.includes('PRIVATE KEY')
    ? createPublicKey(secrets.signing).export({ format: 'pem', type: 'spki' }).toString()
    : secrets.signing;
  return {
    origin: 'sallyport',
    at,
    ...(Object.keys(config).length > 0 && { config }),
    secrets: { ...(signing && { signing }), ...(secrets.token && { token: secrets.token }) },
    request: {
      method: sample.method,
      ...(pathToken && { pathToken }),
      ...(from && { from }),
      headers,
      ...(url.searchParams.size > 0 && { query: Object.fromEntries(url.searchParams) }),
      body: Buffer.from(sample.body).toString('utf8'),
    },
  };
}

const asked = process.argv.slice(2);
for (const id of asked.length > 0 ? asked : presets.keys()) {
  const file = `${vectorFolder}/${id}.json`;
  if (existsSync(file)) continue;
  const content = { preset: id, vectors: [await vectorOf(id)] };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  process.stdout.write(`wrote ${file}\n`);
}
