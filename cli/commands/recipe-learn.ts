import type { SignatureRecipe } from '../../lambda/model/signature-scheme.ts';
import { readCapturedRequest } from '../captured-request.ts';
import { bareSubCommand, type DefineCommand } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { learnRecipe } from '../learn-recipe.ts';
import { printJson, printLine } from '../output.ts';
import { readSecretFromInput } from '../secret-input.ts';

interface Options {
  readonly url?: string;
  readonly at?: string;
  readonly json?: boolean;
}

const guide: Guide = {
  examples: ['printf %s "$SECRET" | sallyport recipe learn request.http'],
  json: [{ each: 'a recipe', fields: ['signature', 'vectors'] }],
};

export const recipeLearn: DefineCommand = (program) => {
  withGuide(bareSubCommand(program, 'recipe', 'learn'), guide)
    .description(
      'find the recipe under which a captured request verifies; the secret comes from standard input',
    )
    .argument('<file>', 'the request: an HTTP message, or JSON with method, url, headers and body')
    .option('--url <url>', 'address that the sender was given, in case it is signed')
    .option('--at <instant>', 'when it was made, for the golden vector; now unless given')
    .option('--json', 'one JSON object a line')
    .action(learn);
};

async function learn(file: string, options: Options): Promise<void> {
  const { captured, request } = await readCapturedRequest(file, options.url);
  const secret = await readSecretFromInput();
  if (secret.trim() === '')
    throw new UsageError('the secret is empty: pipe its value into the command');
  const { recipes, tried } = await learnRecipe(request, secret);
  const [simplest, ...others] = recipes;
  if (simplest === undefined)
    throw new OperationFailed(
      `none of ${tried} recipes verifies the request: check that body and secret are complete, give --url, or see whether the sender signs with a public key`,
    );
  const vector = {
    secret: 'PUT A RETIRED SECRET HERE',
    at: options.at ?? new Date().toISOString(),
    ...captured,
  };
  const show = (signature: SignatureRecipe) => ({ signature, vectors: [vector] });
  if (options.json) {
    for (const recipe of recipes) printJson(show(recipe));
    return;
  }
  printLine(`found after ${tried} recipes; the simplest:\n`);
  printLine(JSON.stringify(show(simplest), undefined, 2));
  if (others.length > 0)
    printLine(`\n${others.length} more would verify it too: --json shows them`);
}
