import { createHash } from 'node:crypto';
import { eventItemSortKey } from '../../lambda/model/audit-table.ts';
import { type Destination, waiterId } from '../../lambda/model/destination.ts';
import { pause } from '../../lambda/model/time.ts';
import {
  type DeliveredEvent,
  type Handler,
  type HandlerContext,
  NonRetryable,
  NotYet,
} from '../../lambda/worker/handler.ts';
import type { Destinations } from '../../lambda/worker/ports.ts';
import type { Invariants } from './invariants.ts';
import { itemKey } from './item-key.ts';
import type { Fault, Process } from './process.ts';
import type { Behaviour, Scenario } from './scenario.ts';

const slowMs = 40_000;
const notYetSeconds = 20;

const faultsOf = {
  effect: ['crash-before', 'crash-after', 'refused'],
  // A destination may have taken what it was sent, and its answer be lost.
  send: ['crash-before', 'crash-after', 'refused', 'lost-answer'],
} as const satisfies Record<string, readonly Fault[]>;

/** One run over one event: of its handler, or of one send to a destination. */
interface Run {
  readonly event: DeliveredEvent;
  readonly context: HandlerContext;
  readonly process: Process;
  /** Absent for the handler. */
  readonly destination?: string;
}

/** What handlers and destinations do, attempt by attempt, as the scenario has it. */
export class Behaviours {
  readonly #scenario: Scenario;
  readonly #invariants: Invariants;
  readonly #attempts = new Map<string, number>();

  constructor(scenario: Scenario, invariants: Invariants) {
    this.#scenario = scenario;
    this.#invariants = invariants;
  }

  /** The handler of all events in this process; undefined where the scenario has none. */
  handlerIn(process: Process): Handler | undefined {
    if (this.#scenario.handler.length === 0) return undefined;
    return {
      source: '*',
      handle: (event, context) => this.#run({ event, context, process }),
    };
  }

  destinationsIn(process: Process): Destinations {
    const ids = Object.keys(this.#scenario.destinations).filter((id) => id !== waiterId);
    const all = ids.map((id): Destination => ({ id, kind: 'sqs', queueArn: `arn:${id}` }));
    return {
      of: () => all,
      send: (event, to, context) => {
        const destination = 'id' in to ? to.id : waiterId;
        return this.#run({ event, context, process, destination });
      },
    };
  }

  async #run({ event, context, process, destination }: Run): Promise<void> {
    const key = itemKey(
      `${event.source}#${event.idempotencyKey}`,
      eventItemSortKey(destination === undefined ? {} : { destination }),
    );
    const call = destination === undefined ? 'effect' : 'send';
    this.#invariants.sawRun(key, process);
    try {
      await this.#behave(destination, process, context.signal);
      await process.call(
        call,
        () => {
          this.#invariants.sawEffect(key, process);
          if (destination === undefined) this.#invariants.callbacks.sawEffect(saidBy(event));
        },
        faultsOf[call],
      );
    } catch (error) {
      this.#invariants.sawFailure(key, process);
      throw error;
    }
  }

  async #behave(
    destination: string | undefined,
    process: Process,
    signal: AbortSignal,
  ): Promise<void> {
    const behaviour = this.#next(destination);
    if (behaviour === 'throws') throw new Error('it fails');
    if (behaviour === 'non-retryable') throw new NonRetryable('it is refused');
    if (behaviour === 'not-yet') throw new NotYet('it is too early', notYetSeconds);
    if (behaviour === 'ok') return;
    await pause(slowMs, process);
    signal.throwIfAborted();
  }

  #next(destination: string | undefined): Behaviour {
    const { handler, destinations } = this.#scenario;
    const name = destination ?? '';
    const all = destination === undefined ? handler : (destinations[destination] ?? []);
    const attempt = this.#attempts.get(name) ?? 0;
    this.#attempts.set(name, attempt + 1);
    return all[Math.min(attempt, all.length - 1)] ?? 'ok';
  }
}

const saidBy = ({ callback, origin, body }: DeliveredEvent) => ({
  ref: callback?.ref,
  isExpiry: origin === 'expiry',
  content: createHash('sha256').update(body).digest('hex'),
});
