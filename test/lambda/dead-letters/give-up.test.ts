import {
  type DeadLetters,
  type GivenUpEvent,
  giveUp,
} from '../../../lambda/dead-letters/give-up.ts';
import { planted } from '../../support/worker-fakes.ts';

const letter = { messageId: 'm1', text: 'e1' };
const key = { sourceId: 'bank', idempotencyKey: 'e1' };

const usedUp: GivenUpEvent = { recordId: 'r1', isSettled: false, attemptsOfRun: 5, attempts: 9 };

interface Planted {
  /** What the record is; used up unless set, none where null. */
  readonly event?: GivenUpEvent | null;
  readonly isTaken?: boolean;
  readonly readError?: unknown;
  readonly markError?: unknown;
}

function deadLetters({ event = usedUp, isTaken = false, readError, markError }: Planted = {}) {
  const calls: unknown[] = [];
  const ports: DeadLetters = {
    maxAttempts: 5,
    readMessage: (text) => (text === 'e1' ? key : undefined),
    events: {
      async read(of) {
        calls.push(['read', of]);
        if (readError !== undefined) throw readError;
        return event ?? undefined;
      },
      async markFailed(...call) {
        calls.push(['markFailed', ...call]);
        if (markError !== undefined) throw markError;
        return !isTaken;
      },
    },
  };
  return { ports, calls };
}

const why = 'the queue gave the event up: 5 attempts ended without an outcome';

test('fails the event when its attempts are used up, going by the state it was read in', async () => {
  const { ports, calls } = deadLetters();
  expect(await giveUp(letter, ports)).toEqual({
    messageId: 'm1',
    key,
    acknowledgement: 'ack',
    result: 'failed',
    recordId: 'r1',
    error: why,
  });
  expect(calls).toEqual([
    ['read', key],
    ['markFailed', key, usedUp, why],
  ]);
});

test.each<[string, Planted, object]>([
  ['missing', { event: null }, {}],
  ['settled', { event: { ...usedUp, isSettled: true } }, { recordId: 'r1' }],
  ['left-to-sweeper', { event: { ...usedUp, attemptsOfRun: 4 } }, { recordId: 'r1' }],
  ['left-to-sweeper', { event: { ...usedUp, attemptsOfRun: 0 } }, { recordId: 'r1' }],
])(
  'is done with the message and changes nothing when the event is %s: %j',
  async (result, planted, more) => {
    const { ports, calls } = deadLetters(planted);
    const burial = { messageId: 'm1', key, acknowledgement: 'ack', result, ...more };
    expect(await giveUp(letter, ports)).toEqual(burial);
    expect(calls).toEqual([['read', key]]);
  },
);

test('leaves the event to the sweeper when somebody works on it, or did meanwhile', async () => {
  const { ports, calls } = deadLetters({ isTaken: true });
  expect(await giveUp(letter, ports)).toEqual({
    messageId: 'm1',
    key,
    acknowledgement: 'ack',
    result: 'left-to-sweeper',
    recordId: 'r1',
  });
  expect(calls).toHaveLength(2);
});

test('leaves a message in the queue when it is none of ours', async () => {
  const { ports, calls } = deadLetters();
  expect(await giveUp({ messageId: 'm2', text: 'junk' }, ports)).toEqual({
    messageId: 'm2',
    acknowledgement: 'retry',
    result: 'unreadable',
  });
  expect(calls).toEqual([]);
});

test.each<[string, Planted, string]>([
  ['read', { readError: planted('DynamoDB') }, 'DependencyError: DynamoDB failed: Error'],
  ['marked', { markError: planted('DynamoDB') }, 'DependencyError: DynamoDB failed: Error'],
  ['read by our mistake', { readError: new TypeError('bug') }, 'TypeError: bug'],
  ['read by something that is no error', { readError: 'odd' }, 'odd'],
])(
  'never throws and leaves the message in the queue when the event cannot be %s',
  async (_name, faults, error) => {
    const { ports } = deadLetters(faults);
    expect(await giveUp(letter, ports)).toEqual({
      messageId: 'm1',
      key,
      acknowledgement: 'retry',
      result: 'dependency-down',
      error,
    });
  },
);
