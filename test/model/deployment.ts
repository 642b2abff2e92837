import { pause } from '../../lambda/model/time.ts';
import { NonRetryable } from '../../lambda/worker/handler.ts';
import {
  deadLetterRun,
  handlerDeadline,
  ingressRun,
  replayRun,
  type Services,
  sweeperRun,
  times,
  workerRun,
} from './actors.ts';
import type { Invariants } from './invariants.ts';
import { type ModelMessage, ModelQueue } from './model-queue.ts';
import { ModelTable } from './model-table.ts';
import { Process, type ProcessKind } from './process.ts';
import type { Scenario, Sending } from './scenario.ts';

/** The instant at which a schedule begins; schedules do not depend on it. */
const startMs = Date.parse('2026-11-24T10:00:00Z');
const slowHandlerMs = 40_000;

/** One deployment in memory: its services, its clock, and every invocation and command that was begun. */
export class Deployment {
  readonly services: Services;
  readonly processes: Process[] = [];
  /** Requests that were not acknowledged, or are sent once more. */
  readonly toSendAgain: Sending[] = [];
  readonly #scenario: Scenario;
  readonly #invariants: Invariants;
  readonly #retriesLeft: Map<string, number>;
  #attempts = 0;
  #nowMs = startMs;
  #names = 0;
  #calling: Process | undefined;

  constructor(scenario: Scenario, invariants: Invariants) {
    this.#scenario = scenario;
    this.#invariants = invariants;
    const clock = { nowMs: () => this.#nowMs };
    this.services = {
      clock,
      table: new ModelTable((write) => {
        if (this.#calling !== undefined) invariants.sawWrite(write, this.#calling);
      }),
      queue: new ModelQueue({
        ...clock,
        visibilityMs: times.visibility * 1000,
        maxReceives: scenario.maxReceives,
      }),
    };
    const retries = scenario.retry === 'never' ? 0 : Math.max(1, scenario.faults);
    this.#retriesLeft = new Map(scenario.sendings.map(({ event }) => [event, retries]));
    for (const sending of scenario.sendings) this.request(sending);
  }

  /** Time passes; what is over its limit ends, and timers fire. */
  passUntil(instantMs: number): void {
    this.#nowMs = instantMs;
    for (const process of this.processes.filter(({ isRunning }) => isRunning)) {
      // A handler that is cut off at its deadline may have an effect under way, as one that crashes.
      if (process.kind === 'worker' && handlerDeadline(process) <= instantMs)
        process.isFaulted = true;
      if (process.endsAtMs <= instantMs) {
        process.die();
        this.#invariants.sawFault();
      }
      for (const timer of [...process.timers].filter(({ atMs }) => atMs <= instantMs)) {
        process.timers.delete(timer);
        timer.action();
      }
    }
  }

  #start(kind: ProcessKind, timeoutSeconds: number): Process {
    const process = new Process(kind, `${kind} ${this.#names++}`, {
      nowMs: this.services.clock.nowMs,
      timeoutMs: timeoutSeconds * 1000,
      onCall: (calling) => {
        this.#calling = calling;
      },
    });
    this.processes.push(process);
    return process;
  }

  /** A provider sends a request. */
  request(sending: Sending): void {
    const process = this.#start('ingress', times.ingress);
    const id = `01MODEL${String(this.#names).padStart(19, '0')}`;
    process.run(
      () => ingressRun(process, this.services, { ...sending, id }),
      (receipt) => this.#answered(sending, receipt instanceof Error ? 503 : receipt.reply.status),
    );
    // The provider of a request whose process died sees no answer.
    const die = process.die.bind(process);
    process.die = () => {
      die();
      this.#answered(sending, 0);
    };
  }

  #answered(sending: Sending, status: number): void {
    const { event, isConflict, isForged } = sending;
    const isAcknowledged = status >= 200 && status < 300;
    if (isAcknowledged && isForged)
      this.#invariants.violations.push('a forged request is accepted');
    if (isAcknowledged && !isConflict) {
      const key = `model#id:${event}`;
      const { table, queue } = this.services;
      this.#invariants.sawAcknowledgement(key, table.items.get(`${key} event`), queue.sent);
    }
    const left = this.#retriesLeft.get(event) ?? 0;
    if (left === 0 || (isAcknowledged && this.#scenario.retry !== 'always')) return;
    this.#retriesLeft.set(event, isAcknowledged ? 0 : left - 1);
    this.toSendAgain.push(sending);
  }

  /** The queue shows messages to a worker. */
  work(messages: readonly ModelMessage[]): void {
    const process = this.#start('worker', times.worker);
    const { queue } = this.services;
    const handler = {
      source: 'model',
      handle: async (
        { idempotencyKey }: { idempotencyKey: string },
        { signal }: { signal: AbortSignal },
      ) => {
        await this.#behave(process, signal);
        const key = `model#${idempotencyKey}`;
        await process.call('effect', () => this.#invariants.sawEffect(key, process), [
          'crash-before',
          'crash-after',
          'refused',
        ]);
      },
    };
    process.run(
      async () => {
        const attempts = await workerRun(process, this.services, {
          messages,
          handler,
          maxAttempts: this.#scenario.maxAttempts,
        });
        // What Lambda's event source mapping does with the reply.
        for (const { messageId } of attempts.filter((one) => one.acknowledgement === 'ack')) {
          await process.call('DeleteMessage', () => {
            for (const message of queue.live)
              if (message.id === messageId) queue.live.delete(message);
          });
        }
      },
      () => {},
    );
  }

  async #behave(process: Process, signal: AbortSignal): Promise<void> {
    const { handler } = this.#scenario;
    const behaviour = handler[Math.min(this.#attempts, handler.length - 1)] ?? 'ok';
    this.#attempts += 1;
    if (behaviour === 'throws') throw new Error('the handler throws');
    if (behaviour === 'non-retryable') throw new NonRetryable('the handler refuses');
    if (behaviour === 'ok') return;
    await pause(slowHandlerMs, process);
    signal.throwIfAborted();
  }

  /** The dead-letter queue shows a message to its function. */
  bury(message: ModelMessage): void {
    const process = this.#start('dead-letters', 30);
    const { queue } = this.services;
    queue.dead.delete(message);
    process.run(
      async () => {
        const burial = await deadLetterRun(
          process,
          this.services,
          message,
          this.#scenario.maxAttempts,
        );
        if (burial.acknowledgement === 'retry') queue.dead.add(message);
      },
      () => {},
    );
    const die = process.die.bind(process);
    process.die = () => {
      die();
      queue.dead.add(message);
    };
  }

  /** The schedule starts the sweeper. */
  sweep(): void {
    const process = this.#start('sweeper', times.sweeper);
    process.run(
      () => sweeperRun(process, this.services),
      () => {},
    );
  }

  /** The operator has an event handled again. */
  replay(pk: string, replayId: string): void {
    const process = this.#start('operator', times.operator);
    process.run(
      () => replayRun(process, this.services, { pk, replayId }),
      () => {},
    );
  }
}
