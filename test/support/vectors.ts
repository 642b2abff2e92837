import { readdirSync, readFileSync } from 'node:fs';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import { fetchedKeyOf } from '../../lambda/model/signature-scheme.ts';
import { testIngress } from './ingress-fakes.ts';
import { outcomeOf } from './preset-cases.ts';
import { type Vector, type VectorFile, vectorFolder } from './vector-file.ts';

export const vectorFiles: readonly VectorFile[] = readdirSync(vectorFolder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(`${vectorFolder}/${name}`, 'utf8')));

export const rawVector = ({ request }: Vector): RawRequest => ({
  routeSourceId: 'it',
  ...(request.pathToken && { pathToken: request.pathToken }),
  method: request.method ?? 'POST',
  headers: Object.entries(request.headers),
  query: Object.entries(request.query ?? {}),
  body: { text: request.body, base64: request.base64 ?? false },
  peerIp: request.from ?? '192.0.2.1',
});

/** What the ingress says to a request of the vector's sender, at the time it was sent. */
export async function judge(
  preset: string,
  vector: Vector,
  raw: RawRequest = rawVector(vector),
): Promise<string> {
  const config = { provider: preset, ...vector.config };
  const [source] = readConfig({ sources: { it: config } }, presets);
  const isPublished = source?.signature && fetchedKeyOf(source.signature) !== undefined;
  const { secrets = {} } = vector;
  const ingress = testIngress(
    { it: config },
    { it: { current: secrets } },
    isPublished ? (secrets.signing ?? '') : '',
  );
  ingress.clock.advance(Date.parse(vector.at) - ingress.clock.nowMs());
  return outcomeOf(await receive(raw, ingress));
}
