import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../lambda/aws/event-change.ts';
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
import { Behaviours } from './behaviours.ts';
import type { Invariants, Stored } from './invariants.ts';
import { type ModelMessage, ModelQueue } from './model-queue.ts';
import { ModelTable } from './model-table.ts';
import { Process, type ProcessKind } from './process.ts';
import { Provider } from './provider.ts';
import { mint } from './receiver.ts';
import { type Scenario, type Sending, startMs } from './scenario.ts';

/** One deployment in memory: its services, its clock, and every invocation and command that was begun. */
export class Deployment {
  readonly services: Services;
  readonly provider: Provider;
  readonly processes: Process[] = [];
  readonly #scenario: Scenario;
  readonly #invariants: Invariants;
  readonly #behaviours: Behaviours;
  #nowMs = startMs;
  #names = 0;
  #calling: Process | undefined;

  constructor(scenario: Scenario, invariants: Invariants) {
    this.#scenario = scenario;
    this.#invariants = invariants;
    this.#behaviours = new Behaviours(scenario, invariants);
    this.provider = new Provider(scenario);
    const clock = { nowMs: () => this.#nowMs };
    this.services = {
      clock,
      table: new ModelTable((write) => {
        if (this.#calling !== undefined) invariants.sawWrite(write, this.#calling, this.stored);
      }),
      queue: new ModelQueue({
        ...clock,
        visibilityMs: times.visibility * 1000,
        maxReceives: scenario.maxReceives,
        onSend: (text) => {
          if (this.#calling !== undefined) invariants.sawSend(text, this.#calling, this.stored);
        },
      }),
    };
    this.#mint();
    for (const sending of scenario.sendings)
      if (sending.afterSeconds === undefined) this.request(sending);
  }

  get stored(): Stored {
    return { items: this.services.table.items, sent: this.services.queue.sent };
  }

  /** Before the schedule begins, callbacks are there. */
  #mint(): void {
    const { callbacks, retentionDays } = this.#scenario;
    const client = {
      send: async (command: unknown) => this.services.table.execute(command),
    } as unknown as DynamoDBClient;
    for (const callback of callbacks)
      void mint(callback, { client, table: 'audit' }, retentionDays);
  }

  /** Time passes; what is over its limit ends, and timers fire. */
  passUntil(instantMs: number): void {
    this.#nowMs = instantMs;
    this.services.table.forget(instantMs);
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
    this.provider.sends(sending);
    const { ingressSeconds, retentionDays } = this.#scenario;
    const process = this.#start('ingress', ingressSeconds);
    const id = `01MODEL${String(this.#names).padStart(19, '0')}`;
    const beganAtMs = this.#nowMs;
    const answered = (status: number) =>
      this.#answered(sending, { status, beganAtMs, endedAtMs: this.#nowMs });
    process.run(
      () => ingressRun(process, this.services, { sending, id, retentionDays }),
      (receipt) => answered(receipt instanceof Error ? 503 : receipt.reply.status),
    );
    // The provider of a request whose process died sees no answer.
    const die = process.die.bind(process);
    process.die = () => {
      die();
      answered(0);
    };
  }

  #answered(
    sending: Sending,
    answer: { readonly status: number; readonly beganAtMs: number; readonly endedAtMs: number },
  ): void {
    const { event, isConflict, isForged, to } = sending;
    const isAcknowledged = answer.status >= 200 && answer.status < 300;
    if (isAcknowledged && isForged)
      this.#invariants.violations.push('a forged request is accepted');
    if (to !== undefined) this.#invariants.callbacks.sawAnswered(sending, answer, this.stored);
    else if (isAcknowledged && !isConflict)
      this.#invariants.sawAcknowledgement(`model#id:${event}`, this.stored);
    this.provider.learns(sending, isAcknowledged);
  }

  /** The queue shows messages to a worker. */
  work(messages: readonly ModelMessage[]): void {
    const process = this.#start('worker', times.worker);
    const { queue } = this.services;
    process.run(
      async () => {
        const attempts = await workerRun(process, this.services, {
          messages,
          handler: this.#behaviours.handlerIn(process),
          destinations: this.#behaviours.destinationsIn(process),
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
      () => sweeperRun(process, this.services, this.#scenario),
      () => {},
    );
  }

  /** The operator has an event handled again, or sent to one destination again. */
  replay(key: ItemKey, replayId: string): void {
    const process = this.#start('operator', times.operator);
    process.run(
      () => replayRun(process, this.services, { key, replayId }),
      () => {},
    );
  }
}
