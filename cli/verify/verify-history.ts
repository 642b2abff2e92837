import type { AuditRecord, HistoryEntry } from '../../lambda/model/audit-record.ts';
import { minutesToMs, secondsToMs } from '../../lambda/model/time.ts';
import { unmet } from './unmet.ts';

/** What the clocks of functions and of operators' machines may differ by: an instant is not wrong for being that much early. */
const clocksDifferByMs = minutesToMs(15);
/** One process asks its clock twice. */
const sameInstantMs = secondsToMs(5);

type History = readonly HistoryEntry[];

/** What is wrong with the history of an event's record: its order in time, its attempts, and how it ended. */
export function historyProblems(record: AuditRecord): readonly string[] {
  const { history = [], status } = record;
  const isOpen = status === 'received' || status === 'processing';
  return [
    ...orderProblems(record, history),
    ...attemptProblems(record, history),
    ...(isOpen ? openProblems(record, history) : endProblems(record, history)),
  ];
}

/** What is wrong with the history of a record that no worker sees: only an erasure can stand in it. */
export const quietHistoryProblems = ({ attempts, history = [] }: AuditRecord): readonly string[] =>
  unmet(
    [attempts === 0, `it has ${attempts} attempts, and no worker handles it`],
    [
      history.every(({ what }) => what === 'body-erased'),
      'its history tells of a handler, and no worker handles it',
    ],
  );

function orderProblems({ receivedAt }: AuditRecord, history: History): readonly string[] {
  return history.flatMap((entry, index) => {
    const before = history[index - 1]?.at ?? receivedAt;
    const began = entry.what === 'attempt' ? entry.startedAt : entry.at;
    const number = `entry ${index + 1} of its history`;
    return unmet(
      [
        isBehind(entry.at, before, clocksDifferByMs),
        `${number} is of ${entry.at}, before ${before}`,
      ],
      [isBehind(entry.at, began, sameInstantMs), `${number} ended before it began at ${began}`],
    );
  });
}

/** False for what is no instant, too. */
const isBehind = (later: string, earlier: string, toleranceMs: number): boolean =>
  Date.parse(later) >= Date.parse(earlier) - toleranceMs;

/** Numbers grow and may be missing: a worker that died leaves no entry. */
function attemptProblems({ attempts }: AuditRecord, history: History): readonly string[] {
  const numbers = history.flatMap((entry) => (entry.what === 'attempt' ? [entry.attempt] : []));
  const last = numbers.at(-1) ?? 0;
  return unmet(
    [
      numbers.every((number, at) => number > (numbers[at - 1] ?? 0)),
      `its attempts do not count up: ${numbers.join(', ')}`,
    ],
    [last <= attempts, `its history has attempt ${last}, the record ${attempts} attempts in all`],
  );
}

function openProblems(record: AuditRecord, history: History): readonly string[] {
  const { status, outcome, settledAt } = record;
  const end = endOf(lastStep(history));
  return unmet(
    [outcome === undefined && settledAt === undefined, `it is ${status} and has an outcome`],
    [end === undefined, `it is ${status}, its history says ${end}`],
  );
}

function endProblems(record: AuditRecord, history: History): readonly string[] {
  const { outcome = 'no outcome', settledAt = 'no time', status, lastError } = record;
  const last = lastStep(history);
  const end = endOf(last) ?? 'nothing of the kind';
  return unmet(
    [outcomesOf(record).includes(outcome), `it is ${status} with ${outcome}`],
    [end === outcome, `its outcome is ${outcome}, its history says ${end}`],
    [
      last === undefined || isSameInstant(settledAt, last.at),
      `it was settled at ${settledAt}, its history says ${last?.at}`,
    ],
    [status !== 'failed' || lastError !== undefined, 'it failed without an error'],
  );
}

/** A way is taken by its destination; an event that goes there need have no handler. */
function outcomesOf({ status, destination }: AuditRecord): readonly string[] {
  if (status === 'failed') return ['dead-letter'];
  return destination === undefined ? ['succeeded', 'forwarded', 'skipped'] : ['succeeded'];
}

/** The last entry that says what became of the event. */
const lastStep = (history: History): HistoryEntry | undefined =>
  history.findLast(({ what }) => what !== 'body-erased');

/** The outcome with which this entry ended the event; undefined where it went on. */
function endOf(entry: HistoryEntry | undefined): AuditRecord['outcome'] {
  if (entry?.what === 'given-up') return 'dead-letter';
  return entry?.what === 'attempt' && entry.outcome !== 'retry' ? entry.outcome : undefined;
}

const isSameInstant = (one: string, other: string): boolean =>
  Math.abs(Date.parse(one) - Date.parse(other)) <= sameInstantMs;
