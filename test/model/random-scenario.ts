import { waiterId } from '../../lambda/model/destination.ts';
import {
  type Behaviour,
  type Minted,
  oneRequest,
  retries,
  type Scenario,
  type Sending,
} from './scenario.ts';

type Random = () => number;

const pick = <T>(from: readonly T[], random: Random): T =>
  from[Math.floor(random() * from.length)] as T;
const upTo = (most: number, random: Random): number => Math.floor(random() * (most + 1));

const behaviours = (all: readonly Behaviour[], random: Random): readonly Behaviour[] =>
  Array.from({ length: 1 + upTo(5, random) }, () => pick(all, random));

function eventSending(random: Random): Sending {
  const event = pick(['a', 'b', 'c'], random);
  const odd = random();
  if (odd < 0.1) return { event, isConflict: true };
  return odd < 0.2 ? { event: `${event}-forged`, isForged: true } : { event };
}

const seconds = 300;

/** Most come at once; others about the time at which the callback ends, or when the sweeper comes for it. */
function answerSending(random: Random): Sending {
  const afterSeconds = pick([0, 0, 1, 60, seconds - 1, seconds + 1, seconds + 31], random);
  const to = pick(['c', 'c', 'c', 'd', 'nobody', 'other'], random);
  const isLate = afterSeconds >= seconds;
  const event = to.length > 1 || isLate ? 'unawaited' : pick(['yes', 'no', 'maybe'], random);
  return { event, to, ...(afterSeconds > 0 && { afterSeconds }) };
}

function minted(name: string, random: Random): Minted {
  const uses = pick([1, 1, 2, 3], random);
  return {
    name,
    source: name === 'other' ? 'others' : 'answers',
    uses,
    seconds,
    ...(random() < 0.3 && { hasWaiter: true }),
  };
}

/** Requests may name one that was never minted. */
const callbacks = (random: Random): readonly Minted[] =>
  ['c', 'd', 'other']
    .filter((name) => name === 'c' || random() < 0.4)
    .map((name) => minted(name, random));

function destinations(random: Random): Scenario['destinations'] {
  const some = ['a', 'b', waiterId].slice(random() < 0.5 ? 0 : 2);
  const all = ['ok', 'ok', 'throws', 'non-retryable', 'slow', 'not-yet'] as const;
  // One for which it is too early for ever would go on for ever.
  return Object.fromEntries(some.map((id) => [id, [...behaviours(all, random), 'ok']]));
}

/** A scenario drawn at random: everything at once, and long. */
export function randomScenario(random: Random): Scenario {
  const kind = pick(['events', 'answers', 'both'], random);
  const sendings = Array.from({ length: 1 + upTo(4, random) }, () =>
    kind === 'events' || (kind === 'both' && random() < 0.5)
      ? eventSending(random)
      : answerSending(random),
  );
  return {
    ...oneRequest,
    name: 'random',
    sendings,
    retry: pick(retries, random),
    handler: behaviours(['ok', 'ok', 'throws', 'non-retryable', 'slow'], random),
    destinations: destinations(random),
    callbacks: kind === 'events' ? [] : callbacks(random),
    faults: upTo(6, random),
    duplicates: upTo(3, random),
    losses: upTo(1, random),
    replays: upTo(2, random),
    preemptions: Number.POSITIVE_INFINITY,
    delays: random() < 0.5 ? Number.POSITIVE_INFINITY : 0,
    batch: 1 + upTo(2, random),
    maxReceives: pick([1, 2, 10], random),
    maxAttempts: pick([1, 2, 5], random),
    ingressSeconds: pick([10, 10, 600], random),
  };
}
