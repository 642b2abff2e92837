import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import type { Source } from '../../lambda/model/source.ts';
import { writeConfigFile } from './config-file.ts';
import { configText, isJsonFile, sourceLines } from './config-text.ts';

/**
 * Adds sources to a configuration file and leaves every other line of it as it is, comments too. An insertion counts only when the
 * file then loads as exactly what it held before and the new sources: undefined where none does, and the file is untouched.
 */
export async function addSources(
  file: string,
  existing: ReceiverConfig,
  added: ReceiverConfig['sources'],
): Promise<readonly Source[] | undefined> {
  const wanted = { ...existing, sources: { ...existing.sources, ...added } };
  const isWanted = (content: ReceiverConfig) => isDeepStrictEqual(content, wanted);
  if (isJsonFile(file)) return writeConfigFile(file, configText(file, wanted), isWanted);
  const text = await readFile(file, 'utf8');
  for (const candidate of insertions(text, (column) => sourceLines(added, { file, column }))) {
    const sources = await writeConfigFile(file, candidate, isWanted).catch(undefinedWhenRefused);
    if (sources !== undefined) return sources;
  }
  return undefined;
}

function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof ConfigError) return undefined;
  throw error;
}

/** The text with the entries put where sources may stand: last in a block of `sources` that is laid out as Biome does, else first in one. */
function* insertions(text: string, entriesAt: (column: number) => string): Generator<string> {
  const blocks = /^([ \t]*)sources: \{\n(?:[\s\S]*?\n)??(?=\1\})/gm;
  for (const { 0: block, 1: indent = '', index } of text.matchAll(blocks)) {
    const end = index + block.length;
    yield `${text.slice(0, end)}${entriesAt(indent.length + 2)}\n${text.slice(end)}`;
  }
  for (const { 0: opening, index } of text.matchAll(/\bsources['"]?\s*:\s*\{/g)) {
    const at = index + opening.length;
    yield `${text.slice(0, at)}\n${entriesAt(4)}\n${text.slice(at).replace(/^\n/, '')}`;
  }
}
