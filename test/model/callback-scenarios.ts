import { waiterId } from '../../lambda/model/destination.ts';
import {
  type Behaviour,
  type Minted,
  oneRequest,
  type Scenario,
  type Sending,
} from './scenario.ts';

const seconds = 300;
const minted: Minted = { name: 'c', source: 'answers', uses: 1, seconds };
const twice: Minted = { ...minted, uses: 2 };
const waiting: Minted = { ...minted, hasWaiter: true };
const foreign: Minted = { ...minted, name: 'other', source: 'others' };

const answer = (event: string, more: Partial<Sending> = {}): Sending => ({
  event,
  to: 'c',
  ...more,
});
const yes = answer('yes');
const no = answer('no');

const call: Scenario = { ...oneRequest, name: '', callbacks: [minted], sendings: [yes] };

/** Every fault beside everything that may happen at the same time: the more of it, the fewer switches can be tried out. */
const crossed: readonly Scenario[] = [
  ...[0, 1].map(
    (duplicates): Scenario => ({
      ...call,
      name: `callback: one answer, ${duplicates} duplicate messages`,
      duplicates,
    }),
  ),
  ...(['unless-acknowledged', 'always'] as const).map(
    (retry): Scenario => ({
      ...call,
      name: `callback: one answer, retries ${retry}`,
      retry,
      preemptions: 1,
    }),
  ),
  ...[answer('yes'), no].flatMap((other) =>
    (['never', 'unless-acknowledged'] as const).map(
      (retry): Scenario => ({
        ...call,
        name: `callback: "yes" and "${other.event}" at a time, retries ${retry}`,
        sendings: [yes, other],
        retry,
        preemptions: retry === 'never' ? 1 : 0,
      }),
    ),
  ),
];

const failing = [['throws', 'ok'], ['non-retryable'], ['throws'], ['slow']].map(
  (handler): Scenario => ({
    ...call,
    name: `callback: handler ${handler.join(', ')}`,
    retry: 'always',
    handler: handler as readonly Behaviour[],
    preemptions: 0,
  }),
);

const unanswered: Scenario = { ...call, sendings: [] };

/** Crashes between the steps of the expiry, and what is on its way when it comes. */
const expiring: readonly Scenario[] = [
  {
    ...unanswered,
    name: 'callback: nobody answers, one duplicate message',
    duplicates: 1,
    preemptions: 1,
  },
  { ...unanswered, name: 'callback: nobody answers' },
  { ...unanswered, name: 'callback: nobody answers, two faults', faults: 2, preemptions: 0 },
  {
    ...unanswered,
    name: 'callback: nobody answers, handler throws, ok',
    handler: ['throws', 'ok'],
    preemptions: 1,
  },
  {
    ...unanswered,
    name: 'callback: two that nobody answers',
    callbacks: [minted, foreign],
    preemptions: 0,
  },
  {
    ...call,
    name: 'callback: an answer just before the end, and time passes',
    sendings: [answer('yes', { afterSeconds: seconds - 1 })],
    retry: 'unless-acknowledged',
    delays: 1,
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: an answer between its end and its expiry',
    sendings: [answer('unawaited', { afterSeconds: seconds + 1 })],
    retry: 'always',
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: an answer beside its expiry',
    sendings: [answer('unawaited', { afterSeconds: seconds + 30.001 })],
    preemptions: 1,
  },
  ...[1, 2].map(
    (uses): Scenario => ({
      ...call,
      name: `callback: an answer frozen beyond the expiry, ${uses} uses`,
      callbacks: [{ ...minted, uses, seconds: 5 }],
      ingressSeconds: 600,
      delays: 2,
      preemptions: 3,
      faults: 0,
    }),
  ),
  {
    ...call,
    name: 'callback: an answer frozen beyond the expiry, one fault',
    callbacks: [{ ...minted, seconds: 5 }],
    ingressSeconds: 600,
    delays: 2,
    preemptions: 0,
  },
  {
    ...call,
    name: 'callback: a frozen answer and the same once more',
    callbacks: [{ ...minted, seconds: 5 }],
    sendings: [yes, answer('yes', { afterSeconds: 3 })],
    ingressSeconds: 600,
    delays: 2,
    faults: 0,
    preemptions: 1,
  },
];

const several: readonly Scenario[] = [
  { ...call, name: 'callback: one answer of two', callbacks: [twice], preemptions: 1 },
  ...(['never', 'unless-acknowledged'] as const).map(
    (retry): Scenario => ({
      ...call,
      name: `callback: two uses, two answers, retries ${retry}`,
      callbacks: [twice],
      sendings: [yes, no],
      retry,
      preemptions: 0,
    }),
  ),
  {
    ...call,
    name: 'callback: two uses, three answers',
    callbacks: [twice],
    sendings: [yes, no, answer('maybe')],
    faults: 0,
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: two uses, one answer twice and another',
    callbacks: [twice],
    sendings: [yes, answer('yes'), no],
    faults: 0,
    preemptions: 0,
  },
];

const waited: readonly Scenario[] = [
  { ...call, name: 'callback: a workflow waits', callbacks: [waiting], preemptions: 1 },
  {
    ...unanswered,
    name: 'callback: a workflow waits for nothing, beside a destination',
    callbacks: [waiting],
    destinations: { a: ['ok'] },
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: a workflow that cannot be told at once',
    callbacks: [waiting],
    destinations: { [waiterId]: ['throws', 'ok'] },
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: a workflow that is gone',
    callbacks: [waiting],
    destinations: { [waiterId]: ['non-retryable'] },
    preemptions: 1,
  },
];

/** From minting to handler, with everything that can come in between. Every schedule of each is tried out. */
export const callbackScenarios: readonly Scenario[] = [
  ...crossed,
  ...failing,
  ...expiring,
  ...several,
  ...waited,
  {
    ...call,
    name: 'callback: two faults',
    faults: 2,
    preemptions: 0,
    retry: 'unless-acknowledged',
  },
  { ...call, name: 'callback: lost message', losses: 1 },
  {
    ...call,
    name: 'callback: an unknown token',
    sendings: [answer('unawaited', { to: 'nobody' })],
    preemptions: 1,
  },
  {
    ...call,
    name: "callback: another source's token",
    callbacks: [foreign],
    sendings: [answer('unawaited', { to: 'other' })],
    preemptions: 1,
  },
  {
    ...call,
    name: 'callback: an answer that poses as an expiry',
    callbacks: [twice],
    sendings: [answer('yes', { type: 'callback.expired' }), no],
    preemptions: 0,
  },
  { ...call, name: 'callback: replay of an answer', replays: 1, preemptions: 1 },
  { ...unanswered, name: 'callback: replay of an expiry', replays: 1, preemptions: 1 },
  {
    ...call,
    name: 'callback: records kept for less long than it waits',
    callbacks: [{ ...minted, seconds: 3 * 86_400 }],
    sendings: [yes, answer('no', { afterSeconds: 2 * 86_400 })],
    retentionDays: 1,
    preemptions: 0,
  },
  {
    ...unanswered,
    name: 'callback: an expiry given up with attempts left',
    maxReceives: 1,
    maxAttempts: 2,
    faults: 2,
    preemptions: 0,
  },
];
