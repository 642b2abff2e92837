import { readdirSync, readFileSync } from 'node:fs';
import type { RawRequest } from '../../lambda/model/request.ts';
import { type Vector, type VectorFile, vectorFolder } from './vector-file.ts';

const filesIn = (folder: string): readonly VectorFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name: name.slice(0, -5),
      ...JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')),
    }));

/** Requests of presets. */
export const presetVectors = filesIn(vectorFolder);

/** Published requests of schemes that are no preset: a recipe accepts them. */
export const recipeVectors = filesIn(`${vectorFolder}/recipes`);

/** What a source must say to accept the vector. */
export const configOf = ({ preset, recipe }: VectorFile, vector: Vector): object => ({
  ...(preset && { provider: preset }),
  // The vector itself is what proves the recipe here.
  ...(recipe && { ...recipe, vectors: [{ secret: 'unused', body: '' }] }),
  ...vector.config,
});

const bytesOf = ({ body, base64 }: Vector['request']): Buffer =>
  Buffer.from(body, base64 ? 'base64' : 'utf8');

export const rawVector = ({ request }: Vector): RawRequest => ({
  routeSourceId: 'it',
  ...(request.pathToken && { pathToken: request.pathToken }),
  method: request.method ?? 'POST',
  headers: Object.entries(request.headers),
  query: Object.entries(request.query ?? {}),
  body: { text: bytesOf(request).toString('base64'), base64: true },
  peerIp: request.from ?? '192.0.2.1',
});
