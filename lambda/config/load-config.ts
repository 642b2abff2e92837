import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../model/errors.ts';
import type { PresetIndex } from '../model/preset.ts';
import type { Source } from '../model/source.ts';
import { proveRecipes } from './prove-recipes.ts';
import { type ConfiguredReceiver, readReceiverConfig } from './read-config.ts';
import type { ReceiverConfig } from './receiver-config.ts';

/** The sources of a configuration file; see `loadReceiver`. */
export const loadConfig = async (file: string, presets: PresetIndex): Promise<readonly Source[]> =>
  (await loadReceiver(file, presets)).sources;

/**
 * The receiver of a configuration file: JSON, or a module whose default export is the configuration.
 * @throws ConfigError when the file is missing, cannot be read or holds problems; each problem names the file.
 */
export async function loadReceiver(
  file: string,
  presets: PresetIndex,
): Promise<ConfiguredReceiver> {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new ConfigError([`${file}: no such file: name the configuration with --config FILE`]);
  }
  try {
    const content = await contentOf(path);
    const receiver = readReceiverConfig(content, presets);
    await proveRecipes(content as ReceiverConfig, receiver.sources);
    return receiver;
  } catch (error) {
    if (error instanceof ConfigError) {
      throw new ConfigError(error.problems.map((problem) => `${file}: ${problem}`));
    }
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError([`${file}: cannot be read: ${message}`]);
  }
}

async function contentOf(path: string): Promise<unknown> {
  switch (extname(path)) {
    case '.json':
      return JSON.parse(await readFile(path, 'utf8'));
    case '.ts':
    case '.mts':
    case '.js':
    case '.mjs': {
      const module: { default?: unknown } = await import(pathToFileURL(path).href);
      if (module.default === undefined) {
        throw new ConfigError(['no default export: write `export default defineReceiver({ … })`']);
      }
      return module.default;
    }
    default:
      throw new ConfigError(['unknown kind of file: use .ts or .json']);
  }
}
