import { ConfigError } from '../model/errors.ts';
import type { Source } from '../model/source.ts';
import { vectorProblems } from './prove-recipe.ts';
import type { ReceiverConfig } from './receiver-config.ts';

/**
 * Tries every recipe of the configuration on its golden vectors.
 * @throws ConfigError naming each vector over which a verdict is wrong.
 */
export async function proveRecipes(
  config: ReceiverConfig,
  sources: readonly Source[],
): Promise<void> {
  const problems: string[] = [];
  for (const { id, signature, settings } of sources) {
    const vectors = config.sources[id]?.vectors ?? [];
    for (const [at, vector] of vectors.entries()) {
      const found =
        signature === undefined ? [] : await vectorProblems(signature, vector, settings);
      problems.push(...found.map((problem) => `sources.${id}.vectors.${at}: ${problem}`));
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
