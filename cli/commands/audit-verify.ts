import type { ItemKey } from '../../lambda/aws/event-change.ts';
import { systemClock } from '../../lambda/model/time.ts';
import { type AuditReader, readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { commandLine, targetWords } from '../command-line.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { withGuide } from '../guide.ts';
import { onInterruption } from '../interruption.ts';
import { printable, printJson, printLine } from '../output.ts';
import { paced } from '../paced.ts';
import { startProgress } from '../progress.ts';
import {
  type RangeOptions,
  type RecordRange,
  rangeOf,
  rangeWords,
  withRangeOptions,
} from '../record-range.ts';
import type { Target } from '../target.ts';
import { Tally } from '../verify/tally.ts';
import { recordVerifier, type VerifiedRecord } from '../verify-record.ts';

type Options = CommonOptions & RangeOptions & { readonly resume?: string };

export const auditVerify: DefineCommand = (program) => {
  const command = withRangeOptions(subCommand(program, 'audit', 'verify'))
    .description('whether records are intact: body and digest, coherence, signature; oldest first')
    .argument('[ids...]', 'record ids; all of the filter unless named, with ways to destinations')
    .option('--resume <id>', 'go on behind this record')
    .action((ids: string[], options: Options) =>
      onTarget(options, (target) => verify(target, ids, options)),
    );
  withGuide(command, {
    notes: [
      'A signature is checked again under the secrets that are live now. It is not checkable where the one that verified it has gone, where no body is kept, or where the record does not keep what was signed; that is no fault of the record.',
      'The ways of an event to its destinations are verified with it, each as a record of its own: ID/DESTINATION. Of an id that is named, that record alone is.',
    ],
    examples: [
      'sallyport audit verify --since 7d',
      'sallyport audit verify 01M85CJX78SGCM9XNWKR62T8PT --json',
    ],
    json: [
      {
        each: 'a record',
        fields: ['id', 'source', 'body', 'record', 'signature', 'why?', 'problems'],
      },
      {
        each: 'at the end',
        fields: ['records', 'intact', 'broken', 'bodies', 'signatures', 'notCheckable', 'finished'],
      },
    ],
  });
};

/** Records under way at a time. */
const width = 16;

interface Work {
  readonly keys: AsyncIterable<ItemKey>;
  readonly withWays: boolean;
  readonly total: number;
  /** The command, without where it goes on. */
  readonly words: readonly string[];
}

async function verify(target: Target, ids: readonly string[], options: Options): Promise<void> {
  const interruption = onInterruption();
  const work = await workOf(target, ids, { ...options, signal: interruption.signal });
  const progress = startProgress('verified', work.total);
  const tally = new Tally();
  let lastId = options.resume;
  const goOn = () => {
    const from = lastId === undefined ? [] : ['--resume', lastId];
    return `go on with ${commandLine([...work.words, ...from, ...targetWords(options)])}`;
  };
  const verifier = recordVerifier(target, systemClock);
  const pace = { width, ratePerSecond: Number.POSITIVE_INFINITY, signal: interruption.signal };
  await paced(work.keys, pace, {
    work: work.withWays ? verifier.withWays : verifier.one,
    onDone: (_key, found) => {
      progress.advance(1);
      for (const verified of found) {
        lastId = verified.id;
        tally.add(verified);
        tell(verified, options);
      }
    },
  }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message || error.name : String(error);
    throw new OperationFailed(`${why}: ${tally.counted()}: ${goOn()}`, { cause: error });
  });
  interruption.dispose();
  const finished = !interruption.signal.aborted;
  progress.end(tally.counted());
  if (options.json) printJson({ ...tally.summary(), finished });
  else for (const line of tally.lines()) printLine(line);
  if (!finished) throw new OperationFailed(`interrupted: ${tally.counted()}: ${goOn()}`);
  if (tally.broken > 0) throw new OperationFailed(`broken records: ${tally.broken}`);
}

function tell(verified: VerifiedRecord, { json }: Options): void {
  if (json) printJson(verified);
  else if (verified.problems.length > 0)
    printLine(printable(`${verified.id} ${verified.source}: ${verified.problems.join('; ')}`));
}

async function workOf(
  target: Target,
  ids: readonly string[],
  options: Options & { readonly signal: AbortSignal },
): Promise<Work> {
  const { source, since, until, resume = '' } = options;
  const reader = readerOf(target);
  const verb = ['sallyport', 'audit', 'verify'];
  if (ids.length > 0) {
    if ([source, since, until].some((value) => value !== undefined))
      throw new UsageError('ids and a filter exclude each other: give the one or the other');
    const wanted = [...new Set(ids)].sort().filter((id) => id > resume);
    const keys = await keysOf(reader, wanted);
    return {
      keys: listed(keys),
      withWays: false,
      total: keys.length,
      words: [...verb, ...ids],
    };
  }
  const range = rangeOf(target, options);
  const from = resume > (range.sinceId ?? '') ? { ...range, sinceId: resume } : range;
  let total = 0;
  for await (const _key of behind(reader, from, resume)) {
    if (options.signal.aborted) break;
    total += 1;
  }
  return {
    keys: behind(reader, from, resume),
    withWays: true,
    total,
    words: [...verb, ...rangeWords(options, range)],
  };
}

/** Where the records of these ids stand. No index says whether there is such a way: each is looked for. */
async function keysOf(reader: AuditReader, ids: readonly string[]): Promise<readonly ItemKey[]> {
  const found = await Promise.all(ids.map(reader.itemOf));
  return found.map(({ pk, sk } = {}, at) => {
    if (pk !== undefined && sk !== undefined) return { pk, sk };
    throw new OperationFailed(
      `no record ${printable(ids[at] ?? '')}: check the id, or it is older than the retention`,
    );
  });
}

async function* listed(keys: readonly ItemKey[]): AsyncGenerator<ItemKey> {
  yield* keys;
}

async function* behind(
  reader: AuditReader,
  range: RecordRange,
  afterId: string,
): AsyncGenerator<ItemKey> {
  for await (const { pk, sk, id } of reader.entries(range)) if (id > afterId) yield { pk, sk };
}
