import { type Command, InvalidArgumentError, Option } from 'commander';
import { encodeTime } from 'ulid';
import { type RecordStatus, recordStatuses } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { commandLine, targetWords } from '../command-line.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type JsonObject, withGuide } from '../guide.ts';
import { onInterruption } from '../interruption.ts';
import { newOrder } from '../new-order.ts';
import { formatTable, printable, printJson, printLine } from '../output.ts';
import { startProgress } from '../progress.ts';
import { type Refusal, refusals } from '../replay-event.ts';
import { loadOrder, type Selection, type StoredOrder } from '../replay-order.ts';
import { planReplay, type ReplayPlan } from '../replay-plan.ts';
import { runReplay } from '../run-replay.ts';
import { selectedRecords } from '../selected-records.ts';
import { parseSince } from '../since.ts';
import { paintStatus } from '../status-colour.ts';
import { sourceOf, type Target, type TargetOptions } from '../target.ts';

export type ReplayOptions = CommonOptions & {
  readonly source?: string;
  readonly type?: string;
  readonly status?: RecordStatus;
  readonly since?: string;
  readonly until?: string;
  readonly dryRun?: boolean;
  readonly rate: number;
  readonly reason?: string;
  readonly resume?: string;
};

const examples = [
  'sallyport replay 01M85CJX78SGCM9XNWKR62T8PT --reason "ledger was down"',
  'sallyport replay --source stripe --status failed --since 2h --dry-run',
];

/** What every form of replay prints with `--json`. */
export const replayJson: readonly JsonObject[] = [
  { each: 'an event', fields: ['id', 'result', 'why?'] },
  { each: 'at the end', fields: ['replayId', 'replayed', 'refused', 'finished'] },
  { each: 'with --dry-run', fields: ['replayable', 'groups', 'refused', 'cost'] },
];

export const replay: DefineCommand = (program) => {
  const command = withTargetOptions(program.command('replay'));
  withReplayOptions(withGuide(command, { examples, json: replayJson }))
    .description('have settled events handled again, by id or by filter, oldest first')
    .argument('[ids...]', 'record ids')
    .addOption(new Option('--status <status>', 'of one status').choices(recordStatuses))
    .action((ids: string[], options: ReplayOptions) =>
      onTarget(options, (target) => replayOn(target, ids, options)),
    );
};

const defaultRate = 25;

/** The options that every form of replay has. */
export function withReplayOptions(command: Command): Command {
  const instant = (text: string) => parseSince(text, Date.now());
  return command
    .option('--source <source>', 'of one source')
    .option('--type <type>', 'of one event type')
    .option('--since <time>', 'received since: 15m, 2h, 7d or an ISO 8601 instant', instant)
    .option('--until <time>', 'received before, given in the same way', instant)
    .option('--dry-run', 'show what would be replayed and what it costs, and change nothing')
    .option('--rate <n>', 'most events a second', parseRate, defaultRate)
    .option('--reason <text>', 'why: it stands in the history of each event')
    .option('--resume <replay>', 'go on with an interrupted replay');
}

/** Replays what the ids and options select, or goes on with what was interrupted. */
export async function replayOn(
  target: Target,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<void> {
  if (options.dryRun) return showPlan(target, selectionOf(target, ids, options), options);
  const order =
    options.resume === undefined
      ? await newOrder(target, selectionOf(target, ids, options), reasonOf(options))
      : await interruptedOrder(target, options.resume, { ids, options });
  const isSmall = 'ids' in order.selection;
  await carryOut(target, order, { ...options, failOnRefusal: isSmall });
}

function selectionOf(
  target: Target,
  ids: readonly string[],
  { source, type, status, since, until }: ReplayOptions,
): Selection {
  const filters = { source, type, status, since, until };
  const named = Object.entries(filters).filter(([, value]) => value !== undefined);
  if (ids.length > 0 && named.length > 0) {
    const names = named.map(([name]) => `--${name}`).join(', ');
    throw new UsageError(`ids and ${names} exclude each other: give the one or the other`);
  }
  if (ids.length > 0) return { ids: [...new Set(ids)] };
  if (named.length === 0)
    throw new UsageError('nothing is selected: give record ids, or a filter such as --source');
  const untilId = until ?? encodeTime(Date.now() + 1, 10);
  if (since !== undefined && since >= untilId)
    throw new UsageError('--since is not before --until, or lies ahead: nothing can match');
  return {
    sources:
      source === undefined ? target.sources.map(({ id }) => id) : [sourceOf(target, source).id],
    ...(type === undefined ? {} : { eventType: type }),
    ...(status === undefined ? {} : { status }),
    ...(since === undefined ? {} : { sinceId: since }),
    untilId,
  };
}

function reasonOf({ reason = '' }: ReplayOptions): string {
  if (reason.trim() !== '') return reason;
  throw new UsageError('--reason is missing: say why, for whoever reads the history');
}

async function interruptedOrder(
  target: Target,
  replayId: string,
  given: { readonly ids: readonly string[]; readonly options: ReplayOptions },
): Promise<StoredOrder> {
  const { source, type, since, until, reason } = given.options;
  const more = [source, type, since, until, reason].filter((value) => value !== undefined);
  if (given.ids.length + more.length > 0)
    throw new UsageError('--resume takes no ids, filters or reason: the replay has its own');
  const order = await loadOrder({ client: target.dynamoDb, table: target.auditTable }, replayId);
  if (order === undefined)
    throw new OperationFailed(`no replay ${printable(replayId)}: check its id`);
  if (order.finishedAt !== undefined)
    throw new OperationFailed(`replay ${replayId} was finished at ${order.finishedAt}`);
  return { ...order, by: await target.operator() };
}

async function carryOut(
  target: Target,
  order: StoredOrder,
  { rate, json, failOnRefusal, ...options }: ReplayOptions & { readonly failOnRefusal: boolean },
): Promise<void> {
  const goOn = `go on with ${resumption(options, order.replayId)}`;
  const interruption = onInterruption();
  const total = 'ids' in order.selection ? order.selection.ids.length : undefined;
  const progress = startProgress('replayed', total);
  // Whoever kills it, or loses the connection, must know how to go on.
  let announcement = total === 1 ? '' : `replay ${order.replayId}\n`;
  const run = runReplay(target, order, {
    ratePerSecond: rate,
    signal: interruption.signal,
    onResult: ({ id }, result) => {
      process.stderr.write(announcement);
      announcement = '';
      progress.advance(1);
      if (json) printJson({ id, result: result.kind, ...('why' in result && { why: result.why }) });
      else if (result.kind === 'refused') printLine(`${id} ${refusals[result.why]}`);
    },
  });
  const end = await run.catch((error: unknown) => {
    throw withResumption(error, goOn);
  });
  interruption.dispose();
  const { replayId, replayed, refused, finishedAt } = end;
  progress.end(`${replayed} replayed, ${refused} refused, replay ${replayId}`);
  if (json) printJson({ replayId, replayed, refused, finished: finishedAt !== undefined });
  if (finishedAt === undefined) throw new OperationFailed(`interrupted: ${goOn}`);
  if (failOnRefusal && refused > 0)
    throw new OperationFailed(`${refused} of ${replayed + refused} records were refused`);
}

const resumption = (options: TargetOptions, replayId: string): string =>
  commandLine(['sallyport', 'replay', '--resume', replayId, ...targetWords(options)]);

/** A service failed in the middle of it: the line says how to go on. What the operator has to mend first says so itself. */
function withResumption(error: unknown, goOn: string): unknown {
  if (error instanceof OperationFailed || !(error instanceof Error)) return error;
  return new OperationFailed(`${error.message || error.name}: ${goOn}`, {
    cause: error,
  });
}

async function showPlan(
  target: Target,
  selection: Selection,
  { json }: ReplayOptions,
): Promise<void> {
  const plan = await planReplay(selectedRecords(readerOf(target), selection));
  if (json) printJson(plan);
  else for (const line of describePlan(plan)) printLine(line);
}

function describePlan({ replayable, groups, refused, cost }: ReplayPlan): readonly string[] {
  const rows = groups.map(({ source, eventType, status, events }) => [
    source,
    printable(eventType),
    status,
    String(events),
  ]);
  return [
    ...(rows.length > 0
      ? [formatTable(['SOURCE', 'TYPE', 'STATUS', 'EVENTS'], rows, paintStatus), '']
      : []),
    `${replayable} events would be replayed`,
    ...Object.entries(refused).map(
      ([why, count]) => `${count} would not: each ${refusals[why as Refusal]}`,
    ),
    `about ${cost.usd} USD at list prices: ${cost.writeUnits} write units, ${cost.queueRequests} queue requests, up to ${cost.invocations} invocations; the handlers' own work comes on top`,
  ];
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(text) || rate <= 0) {
    throw new InvalidArgumentError(`"${text}" is no rate: use events a second, such as 5 or 0.5.`);
  }
  return rate;
}
