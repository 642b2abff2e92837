import { type Scenario, type Sending, startMs } from './scenario.ts';

const keyOf = ({ event, to = '' }: Sending): string => `${event} ${to}`;
const beginsAtMs = ({ afterSeconds = 0 }: Sending): number => startMs + afterSeconds * 1000;

/** Who makes the requests of a scenario, and makes them again where it says so. */
export class Provider {
  readonly #retry: Scenario['retry'];
  readonly #retriesLeft: Map<string, number>;
  readonly #later: Sending[];
  readonly #again: Sending[] = [];

  constructor({ sendings, retry, faults }: Scenario) {
    this.#retry = retry;
    const retries = retry === 'never' ? 0 : Math.max(1, faults);
    this.#retriesLeft = new Map(sendings.map((sending) => [keyOf(sending), retries]));
    this.#later = sendings.filter((sending) => beginsAtMs(sending) > startMs);
  }

  /** Requests whose time has come. */
  begins(nowMs: number): readonly Sending[] {
    return this.#later.filter((sending) => beginsAtMs(sending) <= nowMs);
  }

  /** Requests that were not acknowledged, or are made once more. */
  get again(): readonly Sending[] {
    return this.#again;
  }

  /** Instants at which requests begin. */
  get instants(): readonly number[] {
    return this.#later.map(beginsAtMs);
  }

  /** This request is made now. */
  sends(sending: Sending): void {
    for (const list of [this.#later, this.#again]) {
      const at = list.indexOf(sending);
      if (at >= 0) list.splice(at, 1);
    }
  }

  /** The request was answered, or broke. */
  learns(sending: Sending, isAcknowledged: boolean): void {
    const left = this.#retriesLeft.get(keyOf(sending)) ?? 0;
    if (left === 0 || (isAcknowledged && this.#retry !== 'always')) return;
    this.#retriesLeft.set(keyOf(sending), isAcknowledged ? 0 : left - 1);
    this.#again.push(sending);
  }
}
