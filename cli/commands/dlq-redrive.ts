import { readerOf } from '../audit-reader.ts';
import { type DefineCommand, onTarget, subCommand } from '../command.ts';
import { OperationFailed } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { recordsOf } from '../selected-records.ts';
import type { Target } from '../target.ts';
import { type ReplayOptions, replayJson, replayOn, withReplayOptions } from './replay.ts';

export const dlqRedrive: DefineCommand = (program) => {
  const command = withGuide(subCommand(program, 'dlq', 'redrive'), {
    examples: ['sallyport dlq redrive --source bank --reason "maintenance is over"'],
    json: replayJson,
  });
  withReplayOptions(command)
    .description('have failed events handled again: all of them, those of a filter, or by id')
    .argument('[ids...]', 'record ids')
    .action((ids: string[], options: ReplayOptions) =>
      onTarget(options, async (target) => {
        if (ids.length === 0) return replayOn(target, ids, withStatus(options));
        await demandFailed(target, ids);
        return replayOn(target, ids, options);
      }),
    );
};

/** What is resumed has its filter already. */
const withStatus = (options: ReplayOptions): ReplayOptions =>
  options.resume === undefined ? { ...options, status: 'failed' } : options;

/** An event that took effect is not redriven by a slip of the hand. */
async function demandFailed(target: Target, ids: readonly string[]): Promise<void> {
  const other = (await recordsOf(readerOf(target), ids)).find(({ status }) => status !== 'failed');
  if (other !== undefined) {
    throw new OperationFailed(
      `${other.id} is ${other.status}, not failed: use sallyport replay if it is to be handled again all the same`,
    );
  }
}
