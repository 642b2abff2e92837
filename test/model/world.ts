import { Deployment } from './deployment.ts';
import { Invariants } from './invariants.ts';
import type { ModelMessage } from './model-queue.ts';
import type { Fault, Process, ProcessKind, Step } from './process.ts';
import type { Scenario } from './scenario.ts';

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

/** Every choice that a schedule has over a deployment: who goes on, what fails, what the queue and the provider do. */
export class World {
  readonly invariants: Invariants;
  readonly trace: string[] = [];
  readonly #scenario: Scenario;
  readonly #deployment: Deployment;
  #faultsLeft: number;
  #duplicatesLeft: number;
  #lossesLeft: number;
  #replaysLeft: number;
  #preemptionsLeft: number;
  #last: Process | undefined;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.invariants = new Invariants(mostSweeps(scenario));
    this.#faultsLeft = scenario.faults;
    this.#duplicatesLeft = scenario.duplicates;
    this.#lossesLeft = scenario.losses;
    this.#replaysLeft = scenario.replays;
    this.#preemptionsLeft = scenario.preemptions;
    this.#deployment = new Deployment(scenario, this.invariants);
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
    this.invariants.sawEnd(
      this.#deployment.services.table.items.values(),
      this.#deployment.services.queue.sent,
    );
  }

  /** Steps of all processes; of the one that went last alone, when no switch is left. */
  #runnable(): readonly Action[] {
    const running = this.#deployment.processes.filter(
      ({ isRunning, steps }) => isRunning && steps.size > 0,
    );
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
    if (this.#deployment.processes.some(({ kind, isRunning }) => isRunning && mustWait(kind)))
      return [];
    return this.#deployment.toSendAgain.map((sending, at) => ({
      label: `provider sends ${sending.event} again`,
      weight: 6,
      take: () => {
        this.#deployment.toSendAgain.splice(at, 1);
        this.#deployment.request(sending);
      },
    }));
  }

  #deliveries(): readonly Action[] {
    const { queue } = this.#deployment.services;
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
        take: () => this.#deployment.bury(message),
      })),
    ];
  }

  #delivery(label: string, messages: readonly ModelMessage[]): Action {
    return {
      label: `${label} ${messages.map(({ id }) => id).join(' and ')}`,
      weight: 6,
      take: () => {
        const shown = messages.filter((message) =>
          this.#deployment.services.queue.receive(message),
        );
        if (shown.length > 0) this.#deployment.work(shown);
      },
    };
  }

  #sweeps(): readonly Action[] {
    const isSweeping = this.#deployment.processes.some(
      ({ kind, isRunning }) => kind === 'sweeper' && isRunning,
    );
    const isOverdue = [...this.#deployment.services.table.items.values()].some(
      (item) =>
        item['openShard'] !== undefined &&
        Number(item['dueAtMs']?.N) < this.#deployment.services.clock.nowMs(),
    );
    if (isSweeping || !isOverdue) return [];
    return [
      { label: 'schedule starts the sweeper', weight: 6, take: () => this.#deployment.sweep() },
    ];
  }

  #replays(): readonly Action[] {
    if (this.#replaysLeft <= 0) return [];
    const settled = [...this.#deployment.services.table.items.values()].filter((item) =>
      ['done', 'failed'].includes(item['status']?.S ?? ''),
    );
    return settled.map((item) => ({
      label: `operator replays ${item['pk']?.S}`,
      weight: 2,
      take: () => {
        this.#replaysLeft -= 1;
        this.#deployment.replay(item['pk']?.S ?? '', `replay-${this.#replaysLeft}`);
      },
    }));
  }

  /** Time passes until the next instant at which something changes. */
  #tick(): readonly Action[] {
    const running = this.#deployment.processes.filter(({ isRunning }) => isRunning);
    const instants = [
      ...running.flatMap(({ timers, endsAtMs }) => [
        endsAtMs,
        ...[...timers].map(({ atMs }) => atMs),
      ]),
      ...[...this.#deployment.services.queue.live].map(({ visibleAtMs }) => visibleAtMs),
      ...[...this.#deployment.services.table.items.values()]
        .filter((item) => item['openShard'] !== undefined)
        .map((item) => Number(item['dueAtMs']?.N) + 1),
    ].filter((instant) => instant > this.#deployment.services.clock.nowMs());
    if (instants.length === 0) return [];
    const next = Math.min(...instants);
    const label = `${(next - this.#deployment.services.clock.nowMs()) / 1000} s pass`;
    return [{ label, weight: 3, take: () => this.#deployment.passUntil(next) }];
  }
}
