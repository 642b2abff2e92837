import { readFile } from 'node:fs/promises';
import { presets } from '../../lambda/config/preset-index.ts';
import { vectorProblems } from '../../lambda/config/prove-recipe.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import { bareSubCommand, type DefineCommand } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';

const guide: Guide = {
  examples: ['sallyport recipe test recipe.json'],
  json: [{ each: 'a vector', fields: ['vector', 'ok', 'problems'] }],
};

export const recipeTest: DefineCommand = (program) => {
  withGuide(bareSubCommand(program, 'recipe', 'test'), guide)
    .description('try a recipe on its golden vectors, and on three forgeries of each')
    .argument(
      '<file>',
      'JSON with signature and vectors, as a source in the configuration has them',
    )
    .option('--json', 'one JSON object a line')
    .action(tryRecipe);
};

async function tryRecipe(file: string, { json }: { readonly json?: boolean }): Promise<void> {
  const content = await readRecipe(file);
  const [source] = readConfig({ sources: { recipe: content } }, presets);
  const vectors = content.vectors ?? [];
  if (source?.signature === undefined || vectors.length === 0)
    throw new UsageError(`${file}: holds no vectors: add a request that the sender really made`);
  const { signature, settings } = source;
  const results = await Promise.all(
    vectors.map((vector) => vectorProblems(signature, vector, settings)),
  );
  for (const [vector, problems] of results.entries()) {
    if (json) printJson({ vector, ok: problems.length === 0, problems });
    else for (const line of linesOf(problems)) printLine(`vector ${vector}: ${line}`);
  }
  const failed = results.flat().length;
  if (failed > 0)
    throw new OperationFailed(`${failed} verdicts are wrong: the recipe is not to be used`);
}

const linesOf = (problems: readonly string[]): readonly string[] =>
  problems.length === 0 ? ['accepted, and its three forgeries refused'] : problems;

async function readRecipe(file: string): Promise<SourceConfig> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UsageError(`${file}: ${reason}: name a file with signature and vectors`);
  }
}
