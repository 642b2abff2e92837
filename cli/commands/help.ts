import type { Command } from 'commander';
import type { DefineCommand } from '../command.ts';
import { findCommand } from '../command-tree.ts';
import { withGuide } from '../guide.ts';

export const help: DefineCommand = (program) => {
  const command = program
    .command('help')
    .description('help for a command')
    .argument('[command...]', 'the command, such as audit list')
    .action((names: string[], _options: unknown, own: Command) => {
      findCommand(own.parent ?? own, names).outputHelp();
    });
  withGuide(command, { examples: ['sallyport help audit list'] });
};
