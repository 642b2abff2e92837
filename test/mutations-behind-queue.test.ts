import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard at a time of what happens once an event is on record, in a copy, and demands that the tests notice. */

const transitions = ['test/lambda/aws/transitions'];
const queues = ['test/lambda/aws/queues'];
const worker = ['test/lambda/worker'];
const sweeper = ['test/lambda/sweeper'];
const deadLetters = ['test/lambda/dead-letters'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

test.each(
  sliceOf([
    [
      'the condition of the claim',
      transitions,
      'lambda/model/event-transitions.ts',
      'free} OR (',
      'free} OR attribute_exists(pk) OR (',
    ],
    [
      "the claim's name in a settlement",
      transitions,
      'lambda/model/event-transitions.ts',
      "const ownClaim = '#status = :processing AND claimToken = :token';",
      "const ownClaim = '#status = :processing AND (claimToken = :token OR claimToken <> :token)';",
    ],
    [
      'the end of the lease as condition of a claim',
      transitions,
      'lambda/model/event-transitions.ts',
      '(#status = :processing AND claimedUntilMs < :now)',
      '(#status = :processing AND (claimedUntilMs < :now OR claimedUntilMs >= :now))',
    ],
    [
      'the attempts as condition of giving up',
      transitions,
      'lambda/model/event-transitions.ts',
      'AND attempts = :attempts',
      'AND (attempts = :attempts OR attempts <> :attempts)',
    ],
    [
      'the due date as condition of a sweep',
      transitions,
      'lambda/model/event-transitions.ts',
      'attribute_exists(openShard) AND dueAtMs = :due',
      'attribute_exists(openShard) AND (dueAtMs = :due OR dueAtMs <> :due)',
    ],
    [
      'the search for a settlement whose answer was lost',
      ['test/lambda/aws/claims'],
      'lambda/aws/event-store.ts',
      'return item !== undefined || (await readEvent(settings, key))?.settledToken === claim.token;',
      'return item !== undefined;',
    ],
    [
      'the digest of a stored body',
      ['test/lambda/aws/bodies'],
      'lambda/aws/body-reader.ts',
      'sha256Hex(body) !== sha256',
      'false',
    ],
    [
      'the fresh id of a message that keeps its order',
      queues,
      'lambda/aws/delivery-sender.ts',
      'MessageDeduplicationId: randomUUID()',
      'MessageDeduplicationId: key.idempotencyKey',
    ],
    [
      'the group of an event whose source had no order when it was recorded',
      queues,
      'lambda/aws/delivery-sender.ts',
      "!QueueUrl.endsWith('.fifo')",
      'orderGroup === undefined',
    ],
    [
      'the doubt whether a full shard is all',
      ['test/lambda/aws/storage'],
      'lambda/aws/open-events.ts',
      'length < ofShard',
      'length <= ofShard',
    ],
    [
      "the heartbeat's renewal",
      worker,
      'lambda/worker/heartbeat.ts',
      'if (!(await worker.events.renew(claim))) return false;',
      '',
    ],
    [
      'the end of a lease that could not be renewed',
      worker,
      'lambda/worker/heartbeat.ts',
      ' && worker.clock.nowMs() < heldUntilMs',
      '',
    ],
    [
      'the end of the heartbeat with its handler',
      worker,
      'lambda/worker/consume.ts',
      '    heartbeat.stop,\n',
      '',
    ],
    [
      'the rest of a heartbeat that was stopped during a renewal',
      worker,
      'lambda/worker/heartbeat.ts',
      'if (!isStopped) await worker.visibility',
      'await worker.visibility',
    ],
    [
      'the hold on a group while its event is worked on',
      worker,
      'lambda/worker/consume.ts',
      'if (message.orderGroup === undefined) return;',
      'return;',
    ],
    [
      'the restraint towards messages that keep no order',
      worker,
      'lambda/worker/consume.ts',
      'if (message.orderGroup === undefined) return;',
      '',
    ],
    [
      'the outcome of a last attempt',
      worker,
      'lambda/worker/settle.ts',
      "events.fail(claim, error)), 'dead-letter')",
      'events.fail(claim, error)), outcome.kind)',
    ],
    [
      'the result of a worker that lost its lease',
      worker,
      'lambda/worker/settle.ts',
      "isKept ? result : 'lease-lost'",
      'result',
    ],
    [
      'the repetition of settlements',
      worker,
      'lambda/worker/settle.ts',
      'if (!(error instanceof DependencyError) || clock.nowMs() + pauseMs >= untilMs) throw error;',
      'throw error;',
    ],
    [
      'the limit of attempts',
      worker,
      'lambda/worker/settle.ts',
      'isAttempt && claim.attemptOfRun >= settings.maxAttempts',
      'false',
    ],
    [
      'the refusal to run an event whose workers died',
      worker,
      'lambda/worker/run-handler.ts',
      'claim.attemptOfRun > run.maxAttempts',
      'false',
    ],
    [
      'the wait of a message for an event that is held',
      worker,
      'lambda/worker/consume.ts',
      "kind === 'held' ? 'retry' : 'ack'",
      "'ack'",
    ],
    [
      'the due date that moves before the message is sent',
      sweeper,
      'lambda/sweeper/sweep.ts',
      `    const isOurs = await open.postpone({ ...event, dueAtMs, sweeps }, nowMs + pauseMs);
    if (!isOurs) return 'elsewhere';
    await queue.send(event);
`,
      `    await queue.send(event);
    const isOurs = await open.postpone({ ...event, dueAtMs, sweeps }, nowMs + pauseMs);
    if (!isOurs) return 'elsewhere';
`,
    ],
    [
      'the news that not all overdue events were returned',
      sweeper,
      'lambda/sweeper/sweep.ts',
      ' || !isAll',
      '',
    ],
    [
      'the stop of a sweep when a dependency is down',
      sweeper,
      'lambda/sweeper/sweep.ts',
      'if (failures === some.length) break;',
      '',
    ],
    [
      'the attempts that are left when the queue gives an event up',
      deadLetters,
      'lambda/dead-letters/give-up.ts',
      "if (event.attemptsOfRun < maxAttempts) return { result: 'left-to-sweeper', recordId };",
      '',
    ],
  ] as const),
)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
