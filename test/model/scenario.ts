/** The instant at which a schedule begins; schedules do not depend on it. */
export const startMs = Date.parse('2026-11-24T10:00:00Z');

/** What becomes of an event at each attempt, in its handler or at a destination; the last behaviour repeats. */
export type Behaviour = 'ok' | 'throws' | 'non-retryable' | 'slow' | 'not-yet';

/** One request that a provider makes. */
export interface Sending {
  /** Id of the event; of an answer to a callback, what it says. */
  readonly event: string;
  /** Another body under the same event id. */
  readonly isConflict?: true;
  /** Not signed with the provider's key. */
  readonly isForged?: true;
  /** The request is an answer: the callback whose token its address ends with, be it one of the source or not. */
  readonly to?: string;
  /** Type that the answer gives itself. */
  readonly type?: string;
  /** Seconds after the beginning. Default: at once. */
  readonly afterSeconds?: number;
}

/** A callback that was minted before the schedule begins. */
export interface Minted {
  readonly name: string;
  readonly source: 'answers' | 'others';
  readonly uses: number;
  /** Seconds for which it waits. */
  readonly seconds: number;
  /** A workflow waits for it. */
  readonly hasWaiter?: true;
}

/** What a schedule may do. */
export interface Scenario {
  readonly name: string;
  /** Requests that are under way from the start, side by side, and later ones. */
  readonly sendings: readonly Sending[];
  /** Whether the provider sends again what was not acknowledged, everything, or nothing: once, and once more for each further fault. */
  readonly retry: 'never' | 'unless-acknowledged' | 'always';
  /** Nothing: no handler takes the events. */
  readonly handler: readonly Behaviour[];
  /** Destinations of every source; the waiter's behaviour stands under its reserved name. */
  readonly destinations: Readonly<Record<string, readonly Behaviour[]>>;
  readonly callbacks: readonly Minted[];
  /** Faults that may be injected in all. */
  readonly faults: number;
  /** Messages that the queue may show to a second worker. */
  readonly duplicates: number;
  /** Messages that the queue may lose. */
  readonly losses: number;
  /** Replays that the operator may order. */
  readonly replays: number;
  /** Switches between processes that could have gone on. */
  readonly preemptions: number;
  /** How often time may pass while something could be done: slow calls and slow processes. */
  readonly delays: number;
  /** Most messages in a batch of the worker. */
  readonly batch: number;
  /** Receives after which the queue gives a message up. */
  readonly maxReceives: number;
  /** Attempts that an event has. */
  readonly maxAttempts: number;
  /** Seconds that an ingress lives. More than Lambda lets it: its instance was frozen with a call under way, and thawed by a later request. */
  readonly ingressSeconds: number;
  readonly retentionDays: number;
}

export const retries = ['never', 'unless-acknowledged', 'always'] as const;

/** One event, one fault. */
export const oneRequest: Scenario = {
  name: 'one request',
  sendings: [{ event: 'a' }],
  retry: 'never',
  handler: ['ok'],
  destinations: {},
  callbacks: [],
  faults: 1,
  duplicates: 0,
  losses: 0,
  replays: 0,
  preemptions: 2,
  delays: 0,
  batch: 1,
  maxReceives: 10,
  maxAttempts: 5,
  ingressSeconds: 10,
  retentionDays: 90,
};
