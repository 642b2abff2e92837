import { answerInTime, answerWithinMs } from '../../../lambda/ingress/answer-in-time.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { type TestTimer, testClock, testTimer } from '../../support/clock.ts';

let timer: TestTimer;
beforeEach(() => {
  timer = testTimer(testClock());
});

/** What an answer has become by now. */
function watched<T>(answer: Promise<T>): { state: unknown } {
  const watch: { state: unknown } = { state: 'pending' };
  answer.then(
    (value) => {
      watch.state = value;
    },
    (error: unknown) => {
      watch.state = error;
    },
  );
  return watch;
}

test('leaves room for the way back when senders wait for three seconds', () => {
  expect(answerWithinMs).toBeLessThan(3000);
});

test('gives the receipt and rests when it comes in time', async () => {
  const receipt = Promise.withResolvers<string>();
  const answer = watched(answerInTime(receipt.promise, timer));
  await timer.pass(answerWithinMs - 1);
  expect(answer.state).toBe('pending');
  receipt.resolve('accepted');
  await timer.pass(0);
  expect(answer.state).toBe('accepted');
  expect(timer.waiting()).toBe(0);
});

test('fails as the receipt does, and rests', async () => {
  const error = new DependencyError('SQS', new Error('planted'));
  await expect(answerInTime(Promise.reject(error), timer)).rejects.toBe(error);
  expect(timer.waiting()).toBe(0);
});

test('asks the sender to come again when the receipt takes longer than senders wait', async () => {
  const answer = watched(answerInTime(new Promise(() => {}), timer));
  await timer.pass(answerWithinMs);
  expect(answer.state).toBeInstanceOf(DependencyError);
  expect(timer.waiting()).toBe(0);
});

test.each(['resolves', 'rejects'])(
  'nobody is disturbed when the receipt %s after the answer',
  async (how) => {
    const receipt = Promise.withResolvers<string>();
    const answer = watched(answerInTime(receipt.promise, timer));
    await timer.pass(answerWithinMs);
    if (how === 'resolves') receipt.resolve('late');
    else receipt.reject(new Error('late'));
    // A rejection that nobody handles fails the test by itself.
    await timer.pass(answerWithinMs);
    expect(answer.state).toBeInstanceOf(DependencyError);
  },
);
