import { presets } from '../../lambda/config/preset-index.ts';
import { proveRecipes } from '../../lambda/config/prove-recipes.ts';
import { readReceiverConfig } from '../../lambda/config/read-config.ts';
import type { ReceiverConfig, SourceConfig } from '../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import type { Source } from '../../lambda/model/source.ts';

/** A source as the configuration describes it, or everything that the product's own reader has against it. */
export type Judged =
  | { readonly source: Source; readonly problems?: undefined }
  | { readonly problems: readonly string[] };

/** Reads one source as loading the configuration will, its recipe tried on its vectors. */
export async function judgeSource(id: string, config: SourceConfig): Promise<Judged> {
  const content: ReceiverConfig = { sources: { [id]: config } };
  try {
    const { sources } = readReceiverConfig(content, presets);
    await proveRecipes(content, sources);
    const [source] = sources;
    return source ? { source } : { problems: ['names no source'] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems };
  }
}

/** A source that is whole, whatever it is called. */
const anySource: SourceConfig = { allowList: ['192.0.2.1'] };

/** What is wrong with an id beside those that are taken; undefined where nothing is. */
export function idProblem(id: string, taken: readonly string[]): string | undefined {
  if (taken.includes(id)) return `"${id}" is taken: choose another, such as ${id}-eu`;
  const sources = Object.fromEntries([...taken, id].map((one) => [one, anySource]));
  return problemOf({ sources });
}

function problemOf(content: ReceiverConfig): string | undefined {
  try {
    readReceiverConfig(content, presets);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems[0]?.replace(/^sources(?:\.[^:]*)?: /, '');
  }
}
