import { type Behaviour, oneRequest, retries, type Scenario } from './scenario.ts';

const both = { a: ['ok'], b: ['ok'] } as const;
const forwarded: Scenario = { ...oneRequest, name: '', destinations: both, preemptions: 0 };

/** Two ways, and one where every request comes twice: two of them would be hundreds of thousands of schedules. */
const crossed = retries.flatMap((retry) =>
  [0, 1].map((duplicates): Scenario => {
    const destinations = retry === 'always' ? { a: both.a } : both;
    const takers = retry === 'always' ? 'one takes' : 'both take';
    return {
      ...forwarded,
      name: `destinations: ${takers} it, retries ${retry}, ${duplicates} duplicate messages`,
      destinations,
      retry,
      duplicates,
    };
  }),
);

const badWays: readonly (readonly Behaviour[])[] = [
  ['throws', 'throws', 'ok'],
  ['throws'],
  ['non-retryable'],
  ['slow'],
  ['not-yet', 'ok'],
];

const failingWays = badWays.map(
  (a): Scenario => ({
    ...forwarded,
    name: `destinations: one ${a.join(', ')}, the other ok`,
    destinations: { ...both, a },
    maxAttempts: 3,
  }),
);

const badHandlers: readonly (readonly Behaviour[])[] = [
  [],
  ['throws', 'ok'],
  ['throws'],
  ['non-retryable'],
  ['slow'],
];

const failingHandlers = badHandlers.map(
  (handler): Scenario => ({
    ...forwarded,
    name: `destinations: handler ${handler.join(', ') || 'none'}`,
    handler,
    maxAttempts: 3,
  }),
);

const oneWay: Scenario = { ...forwarded, destinations: { a: ['ok'] } };

/** An event on its way to destinations. Every schedule of each is tried out. */
export const destinationScenarios: readonly Scenario[] = [
  ...crossed,
  ...failingWays,
  ...failingHandlers,
  { ...oneWay, name: 'destinations: one, with switches', preemptions: 1 },
  {
    ...oneWay,
    name: 'destinations: one, with switches and a duplicate',
    preemptions: 1,
    duplicates: 1,
  },
  { ...oneWay, name: 'destinations: one, two faults', faults: 2 },
  {
    ...forwarded,
    name: 'destinations: everything fails',
    destinations: { a: ['throws'], b: ['non-retryable'] },
    handler: ['throws'],
    maxAttempts: 2,
  },
  { ...forwarded, name: 'destinations: lost message', losses: 1 },
  { ...forwarded, name: 'destinations: all in one batch', batch: 3 },
  {
    ...oneWay,
    name: 'destinations: given up with attempts used up',
    maxReceives: 1,
    maxAttempts: 1,
    faults: 2,
  },
  {
    ...oneWay,
    name: 'destinations: given up with attempts left',
    maxReceives: 1,
    maxAttempts: 2,
    faults: 2,
  },
  { ...oneWay, name: 'destinations: replay', replays: 1 },
  {
    ...oneWay,
    name: 'destinations: replay of what failed',
    replays: 1,
    destinations: { a: ['non-retryable', 'ok'] },
    handler: ['non-retryable', 'ok'],
  },
];
