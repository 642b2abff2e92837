import { type Copy, copyForMutation } from '../support/mutant.ts';

/* The mistakes that receivers make, planted in a copy one at a time: the model must find each. */

const model = (name: string) => ['test/model/model.test', '-t', name];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each([
  [
    'a 2xx that does not wait for the queue',
    'no schedule loses or doubles',
    'lambda/ingress/enqueue.ts',
    'if (recorded.mustEnqueue) await queue.send(recorded.event);',
    'if (recorded.mustEnqueue) queue.send(recorded.event).catch(() => {});',
  ],
  [
    'a duplicate check that ignores the status',
    'retries never, 0 duplicate messages, 2 requests',
    'lambda/ingress/record.ts',
    "isSame && recording.status === 'received'",
    'false',
  ],
  [
    'a claim without a condition',
    'no schedule loses or doubles',
    'lambda/model/event-transitions.ts',
    'condition: claimable,',
    "condition: 'attribute_exists(pk) OR (#status = :received AND #status = :processing AND claimedUntilMs < :now AND claimToken = :token)',",
  ],
  [
    'a settlement by whoever comes',
    'no schedule loses or doubles',
    'lambda/model/event-transitions.ts',
    "const ownClaim = '#status = :processing AND claimToken = :token';",
    "const ownClaim = 'attribute_exists(pk) OR (#status = :processing AND claimToken = :token)';",
  ],
  [
    'a sweeper that never comes',
    'no schedule loses or doubles',
    'lambda/sweeper/sweep.ts',
    'await queue.send(event);',
    '',
  ],
  [
    'an event that is acknowledged before its outcome is on record',
    'no random schedule',
    'lambda/worker/settle.ts',
    'await write(() => events.complete(claim, outcome.kind))',
    '(void write(() => events.complete(claim, outcome.kind)).catch(() => {}), true)',
  ],
  [
    'another answer that is taken for the first one',
    'callback: "yes" and "no"',
    'lambda/ingress/record-answer.ts',
    'if (recording.contentSha256 !== delivery.contentSha256) continue;',
    '',
  ],
  [
    'an expiry beside its answer',
    'callback: an answer',
    'lambda/aws/expiry-record.ts',
    'callbackKey(digest, 1)',
    'callbackKey(digest, 2)',
  ],
  [
    'a callback that is closed before its expiry is on record',
    'callback: nobody answers, handler throws, ok',
    'lambda/sweeper/expire-callbacks.ts',
    'const callback = await callbacks.find(due);',
    'const callback = await callbacks.find(due); await callbacks.close(due);',
  ],
  [
    'a handler that does not wait until the ways are on record',
    'destinations: one, with switches',
    'lambda/worker/fan-out.ts',
    'const begun = await worker.events.forward(claim, wanted);',
    'const begun: Awaited<ReturnType<typeof worker.events.forward>> = []; void worker.events.forward(claim, wanted).catch(() => {});',
  ],
  [
    'a way that begins anew with every attempt of its event',
    'destinations: handler throws, ok',
    'lambda/aws/begin-ways.ts',
    'ConditionExpression: eventTransitions.forward.condition,',
    "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
  ],
] as const)('finds %s', (_name, scenarios, file, find, replace) => {
  expect(copy.passes(model(scenarios), { file, find, replace })).toBe(false);
});

test('what finds them finds nothing in the code as it is', () => {
  expect(copy.passes(model('callback: an answer|destinations: handler throws'))).toBe(true);
});
