import type { Action } from './action.ts';
import { Deployment } from './deployment.ts';
import { dueAtMs } from './due.ts';
import { Environment } from './environment.ts';
import { Invariants } from './invariants.ts';
import type { Process, Step } from './process.ts';
import { expiresAtMs } from './receiver.ts';
import type { Scenario } from './scenario.ts';

/** Calls that may go on: at most `width` of them. A query of the index's shards is one call in eight parts, taken together. */
function callsOf({ steps }: Process, width: number): readonly Step[] {
  const [first, ...others] = steps;
  if (first?.name !== 'Query') return [...steps].slice(0, width);
  const take: Step['take'] = (fault) => {
    for (const other of others) other.take();
    first.take(fault);
  };
  return [{ ...first, take }];
}

/**
 * Sweeps that one record may need after the last fault: two; one more for each attempt and each look that comes too early, replays included,
 * where the queue gives messages up early; any number where time may pass for no reason, as due dates then do.
 */
function mostSweeps(scenario: Scenario): number {
  const { delays, maxReceives, maxAttempts, replays, destinations } = scenario;
  if (!Number.isFinite(delays)) return delays;
  const early = Object.values(destinations).map(
    (behaviours) => behaviours.filter((behaviour) => behaviour === 'not-yet').length,
  );
  const looks = maxAttempts + Math.max(0, ...early);
  return maxReceives < 2 * looks ? 2 + looks * (1 + replays) : 2;
}

/** Every choice that a schedule has over a deployment: who goes on, what fails, what happens around it. */
export class World {
  readonly invariants: Invariants;
  readonly trace: string[] = [];
  readonly #scenario: Scenario;
  readonly #deployment: Deployment;
  readonly #environment: Environment;
  #faultsLeft: number;
  #delaysLeft: number;
  #preemptionsLeft: number;
  #last: Process | undefined;
  /** Something else than waiting can be done. */
  #isBusy = false;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.invariants = new Invariants(scenario, mostSweeps(scenario));
    this.#faultsLeft = scenario.faults;
    this.#delaysLeft = scenario.delays;
    this.#preemptionsLeft = scenario.preemptions;
    this.#deployment = new Deployment(scenario, this.invariants);
    this.#environment = new Environment(scenario, this.#deployment, this.invariants);
  }

  /** Everything that may happen next; nothing when the schedule is over. */
  actions(): readonly Action[] {
    const now = [...this.#runnable(), ...this.#around()];
    this.#isBusy = now.length > 0;
    return this.#isBusy && this.#delaysLeft <= 0 ? now : [...now, ...this.#tick()];
  }

  take(action: Action): void {
    if (action.isTick && this.#isBusy) {
      this.#delaysLeft -= 1;
      this.invariants.sawFault();
    }
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
    this.invariants.sawEnd(this.#deployment.stored);
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

  /** What happens around the functions is a switch away from whoever is running. */
  #around(): readonly Action[] {
    const last = this.#last;
    if (last?.isRunning && last.steps.size > 0 && this.#preemptionsLeft <= 0) return [];
    return this.#environment.actions();
  }

  /** Time passes until the next instant at which something changes. */
  #tick(): readonly Action[] {
    const { processes, provider, services } = this.#deployment;
    const instants = [
      ...processes
        .filter(({ isRunning }) => isRunning)
        .flatMap(({ timers, endsAtMs }) => [endsAtMs, ...[...timers].map(({ atMs }) => atMs)]),
      ...[...services.queue.live].map(({ visibleAtMs }) => visibleAtMs),
      ...[...services.table.items.values()].map((item) => (dueAtMs(item) ?? 0) + 1),
      ...provider.instants,
      // A moment between the last answer in time and the sweeper.
      ...this.#scenario.callbacks.map(expiresAtMs),
    ].filter((instant) => instant > services.clock.nowMs());
    if (instants.length === 0) return [];
    const next = Math.min(...instants);
    const label = `${(next - services.clock.nowMs()) / 1000} s pass`;
    const take = () => this.#deployment.passUntil(next);
    return [{ label, isTick: true, weight: 3, take }];
  }
}
