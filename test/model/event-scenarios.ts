import { type Behaviour, oneRequest, retries, type Scenario, type Sending } from './scenario.ts';

const same: readonly Sending[] = [{ event: 'a' }, { event: 'a' }];

/** Every fault beside everything that may happen at the same time. The more there is of it, the fewer switches can be tried out. */
const crossed = retries.flatMap((retry) =>
  [0, 1].flatMap((duplicates) =>
    // What is sent again although it was acknowledged is one more duplicate: beside another one it adds hours and no new case.
    (retry === 'always' ? [oneRequest.sendings] : [oneRequest.sendings, same]).map(
      (sendings): Scenario => {
        const extras = Number(retry === 'always') + duplicates + (sendings.length - 1);
        const name = `retries ${retry}, ${duplicates} duplicate messages, ${sendings.length} requests`;
        const preemptions = Math.max(0, 2 - extras);
        return { ...oneRequest, name, retry, duplicates, sendings, preemptions };
      },
    ),
  ),
);

const failing = retries.flatMap((retry) =>
  [['throws', 'ok'], ['non-retryable'], ['throws'], ['slow']].map((handler) => ({
    ...oneRequest,
    name: `handler ${handler.join(', ')}; retries ${retry}`,
    retry,
    handler: handler as readonly Behaviour[],
    preemptions: 1,
  })),
);

const givenUp: Scenario = { ...oneRequest, name: '', maxReceives: 1, faults: 2, preemptions: 0 };

/** An event on its way from the provider to its handler. Every schedule of each is tried out. */
export const eventScenarios: readonly Scenario[] = [
  ...crossed,
  ...failing,
  ...(['never', 'unless-acknowledged'] as const).map((retry) => ({
    ...oneRequest,
    name: `two faults; retries ${retry}`,
    retry,
    faults: 2,
    preemptions: 1,
  })),
  { ...oneRequest, name: 'conflict', sendings: [{ event: 'a' }, { event: 'a', isConflict: true }] },
  { ...oneRequest, name: 'forged', sendings: [{ event: 'a' }, { event: 'b', isForged: true }] },
  { ...oneRequest, name: 'lost message', losses: 1 },
  { ...givenUp, name: 'given up with attempts used up', maxAttempts: 1 },
  { ...givenUp, name: 'given up with attempts left', maxAttempts: 2 },
  { ...oneRequest, name: 'replay', replays: 1 },
  { ...oneRequest, name: 'replay of a failed event', replays: 1, handler: ['non-retryable', 'ok'] },
  {
    ...oneRequest,
    name: 'replay and duplicate message',
    replays: 1,
    duplicates: 1,
    preemptions: 1,
  },
  {
    ...oneRequest,
    name: 'two messages in a batch',
    sendings: [{ event: 'a' }, { event: 'b' }],
    batch: 2,
    preemptions: 0,
  },
];
