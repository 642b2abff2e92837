import { type Copy, copyForMutation } from '../support/mutant.ts';

/* The mistakes that receivers make, planted in a copy one at a time: the model must find each. */

/** The invariants alone: that some call is never made is not what finds a bug. */
const model = ['test/model/model.test', '-t', 'loses or doubles'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each([
  [
    'a 2xx that does not wait for the queue',
    'lambda/ingress/enqueue.ts',
    'if (recorded.mustEnqueue) await queue.send(recorded.event);',
    'if (recorded.mustEnqueue) queue.send(recorded.event).catch(() => {});',
  ],
  [
    'a duplicate check that ignores the status',
    'lambda/ingress/record.ts',
    "recordedAs === 'duplicate' && recording.status === 'received'",
    'false',
  ],
  [
    'a claim without a condition',
    'lambda/model/event-transitions.ts',
    'condition: claimable,',
    "condition: 'attribute_exists(pk) OR (#status = :received AND #status = :processing AND claimedUntilMs < :now AND claimToken = :token)',",
  ],
  [
    'a settlement by whoever comes',
    'lambda/model/event-transitions.ts',
    "const ownClaim = '#status = :processing AND claimToken = :token';",
    "const ownClaim = 'attribute_exists(pk) OR (#status = :processing AND claimToken = :token)';",
  ],
  ['a sweeper that never comes', 'lambda/sweeper/sweep.ts', 'await queue.send(event);', ''],
  [
    'an event that is acknowledged before its outcome is on record',
    'lambda/worker/settle.ts',
    'await write(() => events.complete(claim, outcome.kind))',
    '(void write(() => events.complete(claim, outcome.kind)).catch(() => {}), true)',
  ],
] as const)('finds %s', (_name, file, find, replace) => {
  expect(copy.passes(model, { file, find, replace })).toBe(false);
});
