import { CallbackInvariants } from './callback-invariants.ts';
import type { Item } from './expressions.ts';
import { itemKey, keyOfItem, keyOfMessage } from './item-key.ts';
import type { AppliedWrite } from './model-table.ts';
import type { Process } from './process.ts';
import type { Scenario } from './scenario.ts';
import { isEvent, isWay, statusOf, transitionOf } from './transition-of.ts';
import { WayInvariants } from './way-invariants.ts';

/** One run of a handler over an event, or one send of it to a destination. */
interface Run {
  readonly key: string;
  readonly process: Process;
  hasEffect: boolean;
  hasFailed: boolean;
  /** Transition with which it ended. */
  endedBy?: string;
}

/** What the services hold. */
export interface Stored {
  readonly items: ReadonlyMap<string, Item>;
  /** Texts of all messages that were ever sent. */
  readonly sent: readonly string[];
}

/** Watches a schedule for what must never happen. Events and ways to destinations are held to the same. */
export class Invariants {
  readonly violations: string[] = [];
  readonly callbacks: CallbackInvariants;
  readonly #ways: WayInvariants;
  readonly #maxAttempts: number;
  readonly #mostSweeps: number;
  readonly #runs: Run[] = [];
  /** Transitions of each record, in order. */
  readonly #made = new Map<string, string[]>();
  /** Sweeps of each record since the last fault. */
  readonly #sweeps = new Map<string, number>();

  /** `mostSweeps`: after the last fault, for one record. */
  constructor(scenario: Scenario, mostSweeps: number) {
    this.#maxAttempts = scenario.maxAttempts;
    this.#mostSweeps = mostSweeps;
    this.callbacks = new CallbackInvariants(scenario, this.violations);
    this.#ways = new WayInvariants(scenario, this.violations);
  }

  /** Called after each write, with the process that made it. */
  sawWrite(write: AppliedWrite, process: Process, stored: Stored): void {
    const { before, after } = write;
    const key = keyOfItem(after);
    if (!isEvent(after) && !isWay(after)) return;
    const name = transitionOf(write, process.kind);
    if (name === undefined) {
      this.violations.push(
        `${key}: ${statusOf(before)} → ${statusOf(after)} by the ${process.kind} is in no row of the table`,
      );
      return;
    }
    this.#made.set(key, [...this.transitionsOf(key), name]);
    if (name === 'forward') this.#ways.sawForward(after, stored);
    if (name === 'postpone') this.#sweeps.set(key, (this.#sweeps.get(key) ?? 0) + 1);
    if (['complete', 'fail', 'release'].includes(name)) this.#sawSettlement(name, after, process);
  }

  /** What failed is on record as failed, and nothing else is: a run that went well is not repeated because of another one. */
  #sawSettlement(name: string, after: Item, process: Process): void {
    const key = keyOfItem(after);
    const run = this.#runs.findLast((one) => one.key === key && one.process === process);
    const isRunning = run !== undefined && run.endedBy === undefined;
    const attempts = Number(after['attempts']?.N) - Number(after['attemptBase']?.N ?? 0);
    const isUsedUp = name === 'fail' && attempts > this.#maxAttempts;
    const hasCause = process.isFaulted || isUsedUp || (isRunning && run.hasFailed);
    if (name !== 'complete' && !hasCause)
      this.violations.push(`${key}: ${name} although nothing of it failed`);
    if (isRunning) run.endedBy = name;
  }

  sawFault(): void {
    this.#sweeps.clear();
    this.callbacks.sawFault();
  }

  sawRun(key: string, process: Process): void {
    this.#runs.push({ key, process, hasEffect: false, hasFailed: false });
  }

  sawEffect(key: string, process: Process): void {
    const run = this.#runs.findLast((one) => one.key === key && one.process === process);
    if (run !== undefined) run.hasEffect = true;
  }

  sawFailure(key: string, process: Process): void {
    const run = this.#runs.findLast((one) => one.key === key && one.process === process);
    if (run !== undefined) run.hasFailed = true;
  }

  /** Called after each message that the queue takes. */
  sawSend(text: string, process: Process, { items }: Stored): void {
    const key = keyOfMessage(text);
    if (!items.has(key)) this.violations.push(`${key} is enqueued and not on record`);
    if (process.kind === 'worker') this.#ways.sawSend(key, process);
  }

  /** A 2xx is true when the event is on the queue, or was, or somebody has it already. */
  sawAcknowledgement(partition: string, { items, sent }: Stored): void {
    const key = itemKey(partition, 'event');
    const status = statusOf(items.get(key));
    const wasSent = sent.some((text) => keyOfMessage(text) === key);
    if (status === 'absent' || (status === 'received' && !wasSent))
      this.violations.push(`a 2xx for ${key}, which is ${status} and was never enqueued`);
  }

  transitionsOf(key: string): readonly string[] {
    return this.#made.get(key) ?? [];
  }

  /** Called when nothing is left to do. */
  sawEnd({ items, sent }: Stored): void {
    for (const item of items.values()) {
      if (!isEvent(item) && !isWay(item)) continue;
      this.#checkRecord(item);
      const made = this.transitionsOf(keyOfItem(item));
      this.#ways.sawEnd(item, made, items);
    }
    this.callbacks.sawEnd(items);
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

  #checkRecord(item: Item): void {
    const key = keyOfItem(item);
    const status = statusOf(item);
    if (status !== 'done' && status !== 'failed')
      this.violations.push(`${key} is ${status} although nothing is left to do`);
    const made = this.transitionsOf(key);
    const count = (name: string) => made.filter((one) => one === name).length;
    const effects = this.#runs.filter((run) => run.key === key && run.hasEffect);
    const settled = effects.filter(({ endedBy }) => endedBy === 'complete').length;
    const unexcused = effects.filter(
      ({ endedBy, process }) => endedBy !== 'complete' && !process.isFaulted,
    );
    if (unexcused.length > 0)
      this.violations.push(`${key} took effect in a run that neither completed nor crashed`);
    if (settled !== (item['outcome']?.S === 'forwarded' ? 0 : count('complete')))
      this.violations.push(`${key} completed ${count('complete')} times with ${settled} effects`);
    if (settled > 1 + count('replay'))
      this.violations.push(`${key} took effect ${settled} times with ${count('replay')} replays`);
    if ((this.#sweeps.get(key) ?? 0) > this.#mostSweeps)
      this.violations.push(`${key} was swept ${this.#sweeps.get(key)} times after the last fault`);
    this.#checkIndexes(key, item);
  }
}
