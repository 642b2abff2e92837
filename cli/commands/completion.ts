import { Argument, type Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { commandLine } from '../command-line.ts';
import { answer } from '../completion/answer.ts';
import { bashScript } from '../completion/bash-script.ts';
import { withGuide } from '../guide.ts';
import { printLine } from '../output.ts';

const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof shells)[number];

export const completion: DefineCommand = (program) => {
  const command = program
    .command('completion')
    .description('print a script that completes commands, options and sources in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .action((shell: Shell) => printScript(shell));
  withGuide(command, {
    notes: [
      "The script runs this very installation, so sallyport need not be in the path: alias sallyport='npx sallyport' is enough.",
    ],
    examples: [
      'source <(sallyport completion bash)',
      'sallyport completion zsh > ~/.zfunc/_sallyport',
      'sallyport completion fish > ~/.config/fish/completions/sallyport.fish',
      'sallyport completion powershell | Out-String | Invoke-Expression',
    ],
  });
  program
    .command('complete', { hidden: true })
    .description('what the completion script asks for')
    .argument('[words...]', 'words of the command line up to the cursor')
    .action((words: string[]) => offer(program, words));
};

/** How this installation is run, for a shell. */
const ownProgram = (): string => commandLine([process.execPath, process.argv[1] ?? 'sallyport']);

async function printScript(shell: Shell): Promise<void> {
  if (shell === 'bash') {
    process.stdout.write(bashScript(ownProgram()));
    return;
  }
  // Its script for bash evaluates what was typed so far, and needs the bash-completion package.
  const { script } = await import('@bomb.sh/tab');
  script(shell, 'sallyport', ownProgram());
}

/** Directives of the scripts: names of files are offered, or not. */
const directives = { files: ':0', noFiles: ':4' };

/** Whatever goes wrong, the shell must show nothing. */
async function offer(program: Command, words: readonly string[]): Promise<void> {
  try {
    const sources = async () =>
      (await import('../completion/known-sources.ts')).knownSources(words);
    const { words: offered, files } = await answer(program, words, sources);
    for (const { word, about } of offered) printLine(about === '' ? word : `${word}\t${about}`);
    printLine(files ? directives.files : directives.noFiles);
  } catch {
    printLine(directives.noFiles);
  }
}
