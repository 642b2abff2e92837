/** How the handler behaves at each attempt; the last behaviour repeats. */
export type Behaviour = 'ok' | 'throws' | 'non-retryable' | 'slow';

/** One request that a provider makes. */
export interface Sending {
  readonly event: string;
  /** Another body under the same event id. */
  readonly isConflict?: true;
  /** Not signed with the provider's key. */
  readonly isForged?: true;
}

/** What a schedule may do. */
export interface Scenario {
  readonly name: string;
  /** Requests that are under way from the start, side by side. */
  readonly sendings: readonly Sending[];
  /** Whether the provider sends again what was not acknowledged, everything, or nothing: once, and once more for each further fault. */
  readonly retry: 'never' | 'unless-acknowledged' | 'always';
  readonly handler: readonly Behaviour[];
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
  /** Whether time may pass while something could be done: slow calls and slow processes. */
  readonly isSlow: boolean;
  /** Most messages in a batch of the worker. */
  readonly batch: number;
  /** Receives after which the queue gives a message up. */
  readonly maxReceives: number;
  /** Attempts that an event has. */
  readonly maxAttempts: number;
}

const one: Scenario = {
  name: 'one request',
  sendings: [{ event: 'a' }],
  retry: 'never',
  handler: ['ok'],
  faults: 1,
  duplicates: 0,
  losses: 0,
  replays: 0,
  preemptions: 2,
  isSlow: false,
  batch: 1,
  maxReceives: 10,
  maxAttempts: 5,
};

const retries = ['never', 'unless-acknowledged', 'always'] as const;
const same: readonly Sending[] = [{ event: 'a' }, { event: 'a' }];

/** Every fault beside everything that may happen at the same time. The more there is of it, the fewer switches can be tried out. */
const crossed = retries.flatMap((retry) =>
  [0, 1].flatMap((duplicates) =>
    // What is sent again although it was acknowledged is one more duplicate: beside another one it adds hours and no new case.
    (retry === 'always' ? [one.sendings] : [one.sendings, same]).map((sendings): Scenario => {
      const extras = Number(retry === 'always') + duplicates + (sendings.length - 1);
      const name = `retries ${retry}, ${duplicates} duplicate messages, ${sendings.length} requests`;
      return { ...one, name, retry, duplicates, sendings, preemptions: Math.max(0, 2 - extras) };
    }),
  ),
);

const failing = retries.flatMap((retry) =>
  [['throws', 'ok'], ['non-retryable'], ['throws'], ['slow']].map((handler) => ({
    ...one,
    name: `handler ${handler.join(', ')}; retries ${retry}`,
    retry,
    handler: handler as readonly Behaviour[],
    preemptions: 1,
  })),
);

/** Scenarios of which every schedule is tried out. */
export const exhaustiveScenarios: readonly Scenario[] = [
  ...crossed,
  ...failing,
  ...(['never', 'unless-acknowledged'] as const).map((retry) => ({
    ...one,
    name: `two faults; retries ${retry}`,
    retry,
    faults: 2,
    preemptions: 1,
  })),
  { ...one, name: 'conflict', sendings: [{ event: 'a' }, { event: 'a', isConflict: true }] },
  { ...one, name: 'forged', sendings: [{ event: 'a' }, { event: 'b', isForged: true }] },
  { ...one, name: 'lost message', losses: 1 },
  {
    ...one,
    name: 'given up with attempts used up',
    maxReceives: 1,
    maxAttempts: 1,
    faults: 2,
    preemptions: 0,
  },
  {
    ...one,
    name: 'given up with attempts left',
    maxReceives: 1,
    maxAttempts: 2,
    faults: 2,
    preemptions: 0,
  },
  { ...one, name: 'replay', replays: 1 },
  { ...one, name: 'replay of a failed event', replays: 1, handler: ['non-retryable', 'ok'] },
  { ...one, name: 'replay and duplicate message', replays: 1, duplicates: 1, preemptions: 1 },
  {
    ...one,
    name: 'two messages in a batch',
    sendings: [{ event: 'a' }, { event: 'b' }],
    batch: 2,
    preemptions: 0,
  },
];

const pick = <T>(from: readonly T[], random: () => number): T =>
  from[Math.floor(random() * from.length)] as T;

/** A scenario drawn at random: everything at once, and long. */
export function randomScenario(random: () => number): Scenario {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const sendings = Array.from({ length: 1 + upTo(4) }, (): Sending => {
    const event = pick(['a', 'b', 'c'], random);
    const odd = random();
    if (odd < 0.1) return { event, isConflict: true };
    return odd < 0.2 ? { event: `${event}-forged`, isForged: true } : { event };
  });
  return {
    name: 'random',
    sendings,
    retry: pick(retries, random),
    handler: Array.from({ length: 1 + upTo(5) }, () =>
      pick<Behaviour>(['ok', 'ok', 'throws', 'non-retryable', 'slow'], random),
    ),
    faults: upTo(6),
    duplicates: upTo(3),
    losses: upTo(1),
    replays: upTo(2),
    preemptions: Number.POSITIVE_INFINITY,
    isSlow: random() < 0.5,
    batch: 1 + upTo(2),
    maxReceives: pick([1, 2, 10], random),
    maxAttempts: pick([1, 2, 5], random),
  };
}
