import { confirm, input, search, select } from '@inquirer/prompts';
import { type Asker, Stopped } from './asker.ts';

/** Rows of a list that are shown at a time: question, list, two lines of description and help fit into 24. */
const pageSize = 12;

/** A person at the terminal. */
export function terminalAsker(): Asker {
  const controller = new AbortController();
  // Ctrl-D closes the input and settles nothing: then nothing is left to wait for, and Node is about to end.
  process.once('beforeExit', () => controller.abort());
  const context = { signal: controller.signal };
  return {
    choose: (message, choices) =>
      answered(select({ message, choices, pageSize, loop: false }, context)),
    search: (message, find) =>
      answered(search({ message, pageSize, source: (term = '') => find(term) }, context)),
    async text(message, { default: answer, problem, keepSpace } = {}) {
      const clean = (text: string) => (keepSpace ? text : text.trim());
      const prompt = input(
        {
          message,
          ...(answer !== undefined && { default: answer }),
          validate: async (text) => (await problem?.(clean(text))) ?? true,
        },
        context,
      );
      return clean(await answered(prompt));
    },
    confirm: (message, unless) => answered(confirm({ message, ...unless }, context)),
    say: (text) => {
      process.stdout.write(`${text}\n`);
    },
  };
}

const stops = ['ExitPromptError', 'AbortPromptError'];

async function answered<Answer>(prompt: Promise<Answer>): Promise<Answer> {
  try {
    return await prompt;
  } catch (error) {
    if (error instanceof Error && stops.includes(error.name)) throw new Stopped(error.message);
    throw error;
  }
}
