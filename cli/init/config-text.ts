import { dirname, relative, resolve, sep } from 'node:path';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import { type Notation, notations, writeEntries, writeValue } from './literal-text.ts';

/** The module whose `defineReceiver` types a configuration. */
const typesFile = resolve(import.meta.dirname, '../../lambda/config/receiver-config.ts');

export const isJsonFile = (file: string): boolean => file.endsWith('.json');

const notationOf = (file: string): Notation => (isJsonFile(file) ? notations.json : notations.ts);

/** Text of a whole configuration, as it stands in `file`. */
export function configText(file: string, config: ReceiverConfig): string {
  if (isJsonFile(file)) return `${writeValue(config, { notation: notations.json, depth: 2 })}\n`;
  return `import { defineReceiver } from ${notations.ts.text(importPath(file))};

/** The sources of this deployment; see README, "Configure". */
export default defineReceiver(${writeValue(config, { notation: notations.ts, depth: 2 })});
`;
}

/** Entries of `sources` in `file`, each with its comma, their lines beginning at this column. */
export const sourceLines = (
  sources: ReceiverConfig['sources'],
  { file, column = 4 }: { readonly file: string; readonly column?: number },
): string => writeEntries(sources, { notation: notationOf(file), column });

function importPath(file: string): string {
  const path = relative(dirname(resolve(file)), typesFile)
    .split(sep)
    .join('/');
  return path.startsWith('.') ? path : `./${path}`;
}
