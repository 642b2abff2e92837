import { type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type ReplayOptions, replayOn, withReplayOptions } from './replay.ts';

export const dlqRedrive: DefineCommand = (program) => {
  withReplayOptions(subCommand(program, 'dlq', 'redrive'))
    .description('have failed events handled again: all of them, those of a filter, or by id')
    .argument('[ids...]', 'record ids')
    .action((ids: string[], options: ReplayOptions) =>
      onTarget(options, (target) =>
        replayOn(target, ids, ids.length > 0 ? options : { ...options, status: 'failed' }),
      ),
    );
};
