import { constants, existsSync, realpathSync } from 'node:fs';
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadReceiver } from '../../lambda/config/load-config.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import type { Source } from '../../lambda/model/source.ts';
import { UsageError } from '../failure.ts';
import { isJsonFile } from './config-text.ts';

/**
 * The configuration that a file holds, as it was written; undefined where there is no such file.
 * @throws ConfigError when the product cannot load it.
 */
export async function readConfigFile(file: string): Promise<ReceiverConfig | undefined> {
  if (!existsSync(file)) return undefined;
  await loadReceiver(file, presets);
  return contentOf(file);
}

async function contentOf(file: string): Promise<ReceiverConfig> {
  if (isJsonFile(file)) return JSON.parse(await readFile(file, 'utf8'));
  const module: { readonly default: ReceiverConfig } = await import(
    pathToFileURL(resolve(file)).href
  );
  return module.default;
}

/**
 * Writes a configuration file once the product has loaded that very text from beside it, and tells its sources. Nothing is written, and
 * the result is undefined, when it holds something else than is wanted.
 * @throws ConfigError when the product does not load it; UsageError when nothing can be written there.
 */
export async function writeConfigFile(
  file: string,
  text: string,
  isWanted: (content: ReceiverConfig) => boolean = () => true,
): Promise<readonly Source[] | undefined> {
  const target = existsSync(file) ? realpathSync(file) : resolve(file);
  const extension = extname(target);
  const name = `${basename(target, extension)}.new-${process.pid}-${nextTrial()}${extension}`;
  const trial = join(dirname(target), name);
  try {
    await writeFile(trial, text, { flag: 'wx' }).catch(refuseToWrite(file));
    const { sources } = await loadReceiver(trial, presets).catch(namingInstead(trial, file));
    if (!isWanted(await contentOf(trial))) return undefined;
    await rename(trial, target).catch(refuseToWrite(file));
    return sources;
  } finally {
    await rm(trial, { force: true });
  }
}

let trials = 0;
/** A module is loaded once under its name: each trial needs one of its own. */
function nextTrial(): number {
  trials += 1;
  return trials;
}

function refuseToWrite(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new UsageError(
      `${file}: cannot be written (${error.code}): name another file with --config FILE`,
    );
  };
}

function namingInstead(trial: string, file: string) {
  return (error: unknown): never => {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => problem.replaceAll(trial, file)));
  };
}

/** Copies the file to the first free name of `FILE.bak`, `FILE.bak2`, …, and returns that name. */
export async function keepCopy(file: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const copy = `${file}.bak${count === 1 ? '' : count}`;
    try {
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') refuseToWrite(copy)(error as Error);
    }
  }
}
