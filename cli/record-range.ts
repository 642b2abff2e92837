import type { Command } from 'commander';
import { encodeTime } from 'ulid';
import { optionWords } from './command-line.ts';
import { UsageError } from './failure.ts';
import { instantOf, parseSince } from './since.ts';
import { sourceOf, type Target } from './target.ts';

/** Options of which records are meant; times are parsed already, see `parseSince`. */
export interface RangeOptions {
  readonly source?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Records of some sources from one instant to another, oldest first. */
export interface RecordRange {
  readonly sources: readonly string[];
  readonly sinceId?: string;
  /** Fixed from the beginning: what arrives later is not part of it. */
  readonly untilId: string;
  readonly oldestFirst: true;
}

export function withRangeOptions(command: Command): Command {
  const instant = (text: string) => parseSince(text, Date.now());
  return command
    .option('--source <source>', 'of one source')
    .option('--since <time>', 'received since: 15m, 2h, 7d or an ISO 8601 instant', instant)
    .option('--until <time>', 'received before, given in the same way', instant);
}

/**
 * The range that these options mean.
 * @throws UsageError for an unknown source, or when nothing can match.
 */
export function rangeOf(target: Target, { source, since, until }: RangeOptions): RecordRange {
  const untilId = until ?? encodeTime(Date.now() + 1, 10);
  if (since !== undefined && since >= untilId)
    throw new UsageError('--since is not before --until, or lies ahead: nothing can match');
  return {
    sources:
      source === undefined ? target.sources.map(({ id }) => id) : [sourceOf(target, source).id],
    ...(since === undefined ? {} : { sinceId: since }),
    untilId,
    oldestFirst: true,
  };
}

/** The options that mean this very range later, too. */
export const rangeWords = (options: RangeOptions, { untilId }: RecordRange): readonly string[] =>
  optionWords({
    source: options.source,
    since: options.since === undefined ? undefined : instantOf(options.since),
    until: instantOf(untilId),
  });
