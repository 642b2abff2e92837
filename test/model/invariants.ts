import { eventTransitions } from '../../lambda/model/event-transitions.ts';
import type { Item } from './expressions.ts';
import type { AppliedWrite } from './model-table.ts';
import type { Process } from './process.ts';

/** One effect of a handler. */
interface Effect {
  readonly key: string;
  readonly process: Process;
  /** Transition with which its run ended. */
  endedBy?: string;
}

const statusOf = (item: Item | undefined): string => item?.['status']?.S ?? 'absent';

/** The name of the transition that this write makes, or undefined when the table has none such. */
function transitionOf({ before, after, update, condition }: AppliedWrite): string | undefined {
  const [from, to] = [statusOf(before), statusOf(after)];
  return Object.entries(eventTransitions).find(([, row]) => {
    const isText =
      row.condition === condition && ('update' in row ? row.update : undefined) === update;
    const states: readonly string[] = row.from;
    return isText && states.includes(from) && to === (row.to === 'same' ? from : row.to);
  })?.[0];
}

/** Watches a schedule for what must never happen. */
export class Invariants {
  readonly violations: string[] = [];
  readonly #effects: Effect[] = [];
  /** Transitions of each event, in order. */
  readonly #made = new Map<string, string[]>();
  /** Sweeps of each event since the last fault. */
  readonly #sweeps = new Map<string, number>();

  readonly #mostSweeps: number;

  /** `mostSweeps`: after the last fault, for one event. */
  constructor(mostSweeps: number) {
    this.#mostSweeps = mostSweeps;
  }

  /** Called after each write, with the process that made it. */
  sawWrite(write: AppliedWrite, process: Process): void {
    const { before, after } = write;
    const key = after['pk']?.S ?? '';
    if (after['sk']?.S !== 'event' || statusOf(after) === 'rejected') return;
    const name = transitionOf(write);
    if (name === undefined) {
      this.violations.push(`${statusOf(before)} → ${statusOf(after)} is in no row of the table`);
      return;
    }
    this.#made.set(key, [...this.transitionsOf(key), name]);
    if (name === 'postpone') this.#sweeps.set(key, (this.#sweeps.get(key) ?? 0) + 1);
    if (['complete', 'fail', 'release'].includes(name)) {
      const effect = this.#effects.findLast((one) => one.key === key && one.process === process);
      if (effect !== undefined && effect.endedBy === undefined) effect.endedBy = name;
    }
  }

  sawFault(): void {
    this.#sweeps.clear();
  }

  sawEffect(key: string, process: Process): void {
    this.#effects.push({ key, process });
  }

  /** A 2xx is true when the event is on the queue, or was, or somebody has it already. */
  sawAcknowledgement(key: string, item: Item | undefined, sent: readonly string[]): void {
    const status = statusOf(item);
    const idempotencyKey = key.slice(key.indexOf('#') + 1);
    const wasSent = sent.some((text) => JSON.parse(text).idempotencyKey === idempotencyKey);
    if (status === 'absent' || (status === 'received' && !wasSent))
      this.violations.push(`a 2xx for ${key}, which is ${status} and was never enqueued`);
  }

  transitionsOf(key: string): readonly string[] {
    return this.#made.get(key) ?? [];
  }

  /** Called when nothing is left to do. */
  sawEnd(items: Iterable<Item>, sent: readonly string[]): void {
    for (const item of items) if (item['sk']?.S === 'event') this.#checkEvent(item);
    for (const text of sent) {
      if (text.includes('forged'))
        this.violations.push(`an unverified request is on the queue: ${text}`);
    }
  }

  #checkIndexes(key: string, item: Item): void {
    if (item['openShard'] !== undefined) this.violations.push(`${key} is settled and still open`);
    if ((item['failedShard'] !== undefined) !== (statusOf(item) === 'failed'))
      this.violations.push(`${key} is listed as failed and is not, or the other way round`);
  }

  #checkEvent(item: Item): void {
    const key = item['pk']?.S ?? '';
    const status = statusOf(item);
    if (status === 'rejected') return;
    if (status !== 'done' && status !== 'failed')
      this.violations.push(`${key} is ${status} although nothing is left to do`);
    const made = this.transitionsOf(key);
    const count = (name: string) => made.filter((one) => one === name).length;
    const effects = this.#effects.filter((effect) => effect.key === key);
    const settled = effects.filter(({ endedBy }) => endedBy === 'complete').length;
    const unexcused = effects.filter(
      ({ endedBy, process }) => endedBy !== 'complete' && !process.isFaulted,
    );
    if (unexcused.length > 0)
      this.violations.push(`${key} took effect in a run that neither completed nor crashed`);
    if (settled !== count('complete'))
      this.violations.push(`${key} completed ${count('complete')} times with ${settled} effects`);
    if (settled > 1 + count('replay'))
      this.violations.push(`${key} took effect ${settled} times with ${count('replay')} replays`);
    if ((this.#sweeps.get(key) ?? 0) > this.#mostSweeps)
      this.violations.push(`${key} was swept ${this.#sweeps.get(key)} times after the last fault`);
    this.#checkIndexes(key, item);
  }
}
