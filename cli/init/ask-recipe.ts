import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import type { SignatureRecipe } from '../../lambda/model/signature-scheme.ts';
import { askHmac, askPublicKey } from './ask-signature.ts';
import { askForRequest, askVector } from './ask-vector.ts';
import type { Asker } from './asker.ts';
import { judgeSource } from './source-problems.ts';

type Recipe = Pick<SourceConfig, 'signature' | 'vectors'>;

/** Asks for a signature recipe, proved where it must be; undefined when the person has not got what that takes. */
export async function askRecipe(
  asker: Asker,
  kind: 'hmac' | 'public-key',
): Promise<Recipe | undefined> {
  const signature = kind === 'hmac' ? await askHmac(asker) : await askPublicKey(asker);
  const problems = await problemsOf({ signature });
  if (problems.length === 0) return { signature };
  const lacksVector = problems.every((problem) => problem.startsWith('vectors: '));
  if (!lacksVector) {
    sayProblems(asker, problems);
    return askRecipe(asker, kind);
  }
  if (!(await askForRequest(asker))) return undefined;
  const answer = await askProof(asker, signature);
  if (answer === 'recipe') return askRecipe(asker, kind);
  return answer === 'none' ? undefined : answer;
}

/** Asks for requests until the recipe holds on one. */
async function askProof(
  asker: Asker,
  signature: SignatureRecipe,
): Promise<Recipe | 'recipe' | 'none'> {
  for (;;) {
    const recipe = { signature, vectors: [await askVector(asker, signature)] };
    const problems = await problemsOf(recipe);
    if (problems.length === 0) return recipe;
    sayProblems(asker, problems);
    const next = await asker.choose('The recipe does not hold on this request. What now?', [
      { value: 'request', name: 'give the request and its key once more' },
      { value: 'recipe', name: 'answer once more how the sender signs' },
      { value: 'none', name: 'leave this source out' },
    ] as const);
    if (next !== 'request') return next;
  }
}

function sayProblems(asker: Asker, problems: readonly string[]): void {
  for (const problem of problems) asker.say(`  ${problem}`);
}

async function problemsOf(recipe: Recipe): Promise<readonly string[]> {
  const { problems = [] } = await judgeSource('source', recipe);
  return problems.map((problem) => problem.replace(/^sources\.source\.?/, ''));
}
