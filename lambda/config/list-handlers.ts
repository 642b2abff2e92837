import { readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../model/errors.ts';

/** Folder of the team's handlers in this repository. */
export const handlersFolder = join(import.meta.dirname, '..', 'handlers');

/**
 * Handler modules in `folder`, as paths below `lambda/handlers` without extension: a file put there is a handler, no list to keep.
 * @throws ConfigError when the folder cannot be read.
 */
export function listHandlers(folder: string = handlersFolder): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(
        (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts'),
      )
      .sort()
      .map((name) => relative(handlersFolder, join(resolve(folder), name)).slice(0, -'.ts'.length))
      .map((path) => path.split(sep).join('/'));
  } catch (error) {
    throw new ConfigError([
      `${folder}: no handlers can be read from it (${(error as NodeJS.ErrnoException).code}): name the folder with --handlers DIR`,
    ]);
  }
}
