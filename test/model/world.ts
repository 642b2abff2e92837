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
import { Invariants } from './invariants.ts';
import { type ModelMessage, ModelQueue } from './model-queue.ts';
import { ModelTable } from './model-table.ts';
import { type Fault, Process, type ProcessKind, type Step } from './process.ts';
import type { Scenario, Sending } from './scenario.ts';

/** Something that may happen next. */
export interface Action {
  readonly label: string;
  readonly process?: Process;
  readonly fault?: Fault;
  /** Weight of the choice when it is drawn at random. */
  readonly weight: number;
  take(): void;
}

/** Calls that may go on: at most `width` of them. A query of the index's shards is one call in eight parts, taken together. */
function callsOf({ steps }: Process, width: number): readonly Step[] {
  const [first, ...others] = steps;
  if (first?.name !== 'Query') return [...steps].slice(0, width);
  const take = (fault?: Fault): void => {
    for (const other of others) other.take();
    first.take(fault);
  };
  return [{ ...first, take }];
}

/**
 * Sweeps that one event may need after the last fault: two; one more for each attempt, replays included, where the queue gives messages up early; any number
 * where time may pass for no reason, as due dates then do.
 */
function mostSweeps({ isSlow, maxReceives, maxAttempts, replays }: Scenario): number {
  if (isSlow) return Number.POSITIVE_INFINITY;
  return maxReceives < 2 * maxAttempts ? 2 + maxAttempts * (1 + replays) : 2;
}

/** The instant at which a schedule begins; schedules do not depend on it. */
const startMs = Date.parse('2026-11-24T10:00:00Z');
const slowHandlerMs = 40_000;

/** One deployment in memory, with every choice that a schedule has: who goes on, what fails, what the queue and the provider do. */
export class World {
  readonly invariants: Invariants;
  readonly trace: string[] = [];
  readonly #scenario: Scenario;
  readonly #services: Services;
  readonly #processes: Process[] = [];
  /** Requests that were not acknowledged, or are sent once more. */
  readonly #toSendAgain: Sending[] = [];
  readonly #retriesLeft: Map<string, number>;
  readonly #attempts = new Map<string, number>();
  #nowMs = startMs;
  #names = 0;
  #faultsLeft: number;
  #duplicatesLeft: number;
  #lossesLeft: number;
  #replaysLeft: number;
  #preemptionsLeft: number;
  #last: Process | undefined;
  #calling: Process | undefined;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.invariants = new Invariants(mostSweeps(scenario));
    this.#faultsLeft = scenario.faults;
    this.#duplicatesLeft = scenario.duplicates;
    this.#lossesLeft = scenario.losses;
    this.#replaysLeft = scenario.replays;
    this.#preemptionsLeft = scenario.preemptions;
    const clock = { nowMs: () => this.#nowMs };
    this.#services = {
      clock,
      table: new ModelTable((write) => {
        if (this.#calling !== undefined) this.invariants.sawWrite(write, this.#calling);
      }),
      queue: new ModelQueue({
        ...clock,
        visibilityMs: times.visibility * 1000,
        maxReceives: scenario.maxReceives,
      }),
    };
    const retries = scenario.retry === 'never' ? 0 : Math.max(1, scenario.faults);
    this.#retriesLeft = new Map(scenario.sendings.map(({ event }) => [event, retries]));
    for (const sending of scenario.sendings) this.#request(sending);
  }

  /** Everything that may happen next; nothing when the schedule is over. */
  actions(): readonly Action[] {
    const steps = this.#runnable();
    const now = [...steps, ...this.#environment()];
    const mayWait = this.#scenario.isSlow || now.length === 0;
    return mayWait ? [...now, ...this.#tick()] : now;
  }

  take(action: Action): void {
    const isPreempted =
      action.process !== this.#last && this.#last?.isRunning && this.#last.steps.size > 0;
    if (isPreempted) this.#preemptionsLeft -= 1;
    if (action.process !== undefined) this.#last = action.process;
    this.trace.push(action.label);
    action.take();
    if (action.fault === undefined) return;
    this.#faultsLeft -= 1;
    this.invariants.sawFault();
  }

  end(): void {
    this.invariants.sawEnd(this.#services.table.items.values(), this.#services.queue.sent);
  }

  /** Steps of all processes; of the one that went last alone, when no switch is left. */
  #runnable(): readonly Action[] {
    const running = this.#processes.filter(({ isRunning, steps }) => isRunning && steps.size > 0);
    const last = running.find((process) => process === this.#last);
    const may = last !== undefined && this.#preemptionsLeft <= 0 ? [last] : running;
    const inOrder = [...may].sort((a, b) => Number(b === last) - Number(a === last));
    // Calls that one process makes side by side go in order, unless everything may happen.
    const width = Number.isFinite(this.#scenario.preemptions) ? 1 : Number.POSITIVE_INFINITY;
    return inOrder.flatMap((process) =>
      callsOf(process, width).flatMap((step) => {
        const label = `${process.name} ${step.name}`;
        const plain = { label, process, weight: 12, take: () => step.take() };
        const faulty = this.#faultsLeft > 0 ? step.faults : [];
        return [
          plain,
          ...faulty.map((fault) => ({
            label: `${label}: ${fault}`,
            process,
            fault,
            weight: 1,
            take: () => step.take(fault),
          })),
        ];
      }),
    );
  }

  /** What the provider, the queue, the schedule and the operator may do; each is a switch away from whoever is running. */
  #environment(): readonly Action[] {
    const last = this.#last;
    if (last?.isRunning && last.steps.size > 0 && this.#preemptionsLeft <= 0) return [];
    return [...this.#sendAgain(), ...this.#deliveries(), ...this.#sweeps(), ...this.#replays()];
  }

  /**
   * A provider sends again when its request was answered, or broke; requests side by side are the scenario's own. Where no switches are tried
   * out it waits until nothing else is under way.
   */
  #sendAgain(): readonly Action[] {
    const mustWait = (kind: ProcessKind) => kind === 'ingress' || this.#scenario.preemptions === 0;
    if (this.#processes.some(({ kind, isRunning }) => isRunning && mustWait(kind))) return [];
    return this.#toSendAgain.map((sending, at) => ({
      label: `provider sends ${sending.event} again`,
      weight: 6,
      take: () => {
        this.#toSendAgain.splice(at, 1);
        this.#request(sending);
      },
    }));
  }

  #deliveries(): readonly Action[] {
    const { queue } = this.#services;
    const visible = queue.visible();
    const hidden = [...queue.live].filter((message) => !visible.includes(message));
    const batch = visible.slice(0, this.#scenario.batch);
    return [
      ...visible.map((message) => this.#delivery('queue shows', [message])),
      ...(batch.length > 1 ? [this.#delivery('queue shows a batch', batch)] : []),
      ...(this.#duplicatesLeft > 0 ? hidden : []).map((message) => {
        const action = this.#delivery('queue shows once more', [message]);
        return {
          ...action,
          weight: 2,
          take: () => {
            this.#duplicatesLeft -= 1;
            action.take();
          },
        };
      }),
      ...(this.#lossesLeft > 0 ? visible : []).map((message) => ({
        label: `queue loses ${message.id}`,
        weight: 1,
        take: () => {
          this.#lossesLeft -= 1;
          this.invariants.sawFault();
          queue.live.delete(message);
        },
      })),
      ...[...queue.dead].map((message) => ({
        label: `dead-letter queue shows ${message.id}`,
        weight: 6,
        take: () => this.#bury(message),
      })),
    ];
  }

  #delivery(label: string, messages: readonly ModelMessage[]): Action {
    return {
      label: `${label} ${messages.map(({ id }) => id).join(' and ')}`,
      weight: 6,
      take: () => {
        const shown = messages.filter((message) => this.#services.queue.receive(message));
        if (shown.length > 0) this.#work(shown);
      },
    };
  }

  #sweeps(): readonly Action[] {
    const isSweeping = this.#processes.some(
      ({ kind, isRunning }) => kind === 'sweeper' && isRunning,
    );
    const isOverdue = [...this.#services.table.items.values()].some(
      (item) => item['openShard'] !== undefined && Number(item['dueAtMs']?.N) < this.#nowMs,
    );
    if (isSweeping || !isOverdue) return [];
    return [{ label: 'schedule starts the sweeper', weight: 6, take: () => this.#sweep() }];
  }

  #replays(): readonly Action[] {
    if (this.#replaysLeft <= 0) return [];
    const settled = [...this.#services.table.items.values()].filter((item) =>
      ['done', 'failed'].includes(item['status']?.S ?? ''),
    );
    return settled.map((item) => ({
      label: `operator replays ${item['pk']?.S}`,
      weight: 2,
      take: () => {
        this.#replaysLeft -= 1;
        this.#replay(item['pk']?.S ?? '', `replay-${this.#replaysLeft}`);
      },
    }));
  }

  /** Time passes until the next instant at which something changes. */
  #tick(): readonly Action[] {
    const running = this.#processes.filter(({ isRunning }) => isRunning);
    const instants = [
      ...running.flatMap(({ timers, endsAtMs }) => [
        endsAtMs,
        ...[...timers].map(({ atMs }) => atMs),
      ]),
      ...[...this.#services.queue.live].map(({ visibleAtMs }) => visibleAtMs),
      ...[...this.#services.table.items.values()]
        .filter((item) => item['openShard'] !== undefined)
        .map((item) => Number(item['dueAtMs']?.N) + 1),
    ].filter((instant) => instant > this.#nowMs);
    if (instants.length === 0) return [];
    const next = Math.min(...instants);
    const label = `${(next - this.#nowMs) / 1000} s pass`;
    return [{ label, weight: 3, take: () => this.#passUntil(next) }];
  }

  #passUntil(instantMs: number): void {
    this.#nowMs = instantMs;
    for (const process of this.#processes.filter(({ isRunning }) => isRunning)) {
      // A handler that is cut off at its deadline may have an effect under way, as one that crashes.
      if (process.kind === 'worker' && handlerDeadline(process) <= instantMs)
        process.isFaulted = true;
      if (process.endsAtMs <= instantMs) {
        process.die();
        this.invariants.sawFault();
      }
      for (const timer of [...process.timers].filter(({ atMs }) => atMs <= instantMs)) {
        process.timers.delete(timer);
        timer.action();
      }
    }
  }

  #start(kind: ProcessKind, timeoutSeconds: number): Process {
    const process = new Process(kind, `${kind} ${this.#names++}`, {
      nowMs: this.#services.clock.nowMs,
      timeoutMs: timeoutSeconds * 1000,
      onCall: (calling) => {
        this.#calling = calling;
      },
    });
    this.#processes.push(process);
    return process;
  }

  #request(sending: Sending): void {
    const process = this.#start('ingress', times.ingress);
    const id = `01MODEL${String(this.#names).padStart(19, '0')}`;
    process.run(
      () => ingressRun(process, this.#services, { ...sending, id }),
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
    if (isAcknowledged && isForged) this.invariants.violations.push('a forged request is accepted');
    if (isAcknowledged && !isConflict) {
      const key = `model#id:${event}`;
      const { table, queue } = this.#services;
      this.invariants.sawAcknowledgement(key, table.items.get(`${key} event`), queue.sent);
    }
    const left = this.#retriesLeft.get(event) ?? 0;
    if (left === 0 || (isAcknowledged && this.#scenario.retry !== 'always')) return;
    this.#retriesLeft.set(event, isAcknowledged ? 0 : left - 1);
    this.#toSendAgain.push(sending);
  }

  #work(messages: readonly ModelMessage[]): void {
    const process = this.#start('worker', times.worker);
    const { queue } = this.#services;
    const handler = {
      source: 'model',
      handle: async (
        { idempotencyKey }: { idempotencyKey: string },
        { signal }: { signal: AbortSignal },
      ) => {
        await this.#behave(process, signal);
        const key = `model#${idempotencyKey}`;
        await process.call('effect', () => this.invariants.sawEffect(key, process), [
          'crash-before',
          'crash-after',
          'refused',
        ]);
      },
    };
    process.run(
      async () => {
        const attempts = await workerRun(process, this.#services, {
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
    const attempt = this.#attempts.get('all') ?? 0;
    this.#attempts.set('all', attempt + 1);
    const behaviour = handler[Math.min(attempt, handler.length - 1)] ?? 'ok';
    if (behaviour === 'throws') throw new Error('the handler throws');
    if (behaviour === 'non-retryable') throw new NonRetryable('the handler refuses');
    if (behaviour === 'ok') return;
    await pause(slowHandlerMs, process);
    signal.throwIfAborted();
  }

  #bury(message: ModelMessage): void {
    const process = this.#start('dead-letters', 30);
    const { queue } = this.#services;
    queue.dead.delete(message);
    process.run(
      async () => {
        const burial = await deadLetterRun(
          process,
          this.#services,
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

  #sweep(): void {
    const process = this.#start('sweeper', times.sweeper);
    process.run(
      () => sweeperRun(process, this.#services),
      () => {},
    );
  }

  #replay(pk: string, replayId: string): void {
    const process = this.#start('operator', times.operator);
    process.run(
      () => replayRun(process, this.#services, { pk, replayId }),
      () => {},
    );
  }
}
