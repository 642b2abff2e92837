import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard at a time of how events are sent on, in a copy, and demands that the tests notice. */

const guard = ['test/lambda/http/guarded-post', 'test/lambda/model/public-address'];
/** Where an attempt that is not refused runs into its deadline: one test, not all. */
const guardAt = (name: string) => ['test/lambda/http/guarded-post', '-t', name];
const https = ['test/lambda/aws/destinations/https'];
const awsKinds = ['test/lambda/aws/destinations/aws-kinds'];
const waiter = ['test/lambda/aws/destinations/waiter'];
const message = ['test/lambda/worker/cloud-event'];
const fanOut = ['test/lambda/worker/fan-out', 'test/lambda/aws/ways'];
const patterns = ['test/lambda/model/event-pattern'];
const config = ['test/lambda/config/destinations'];

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

const post = 'lambda/http/guarded-post.ts';
const url = 'lambda/model/outbound-url.ts';
const address = 'lambda/model/public-address.ts';
const signed = 'lambda/aws/destinations/https.ts';

test.each(
  sliceOf([
    [
      'the judgement of resolved addresses',
      guardAt('a name that has'),
      post,
      'addresses.find(({ address }) => !isAllowed(address))',
      'addresses.find(() => false)',
    ],
    [
      'the judgement of every address but the first',
      guardAt('a name that has'),
      post,
      'addresses.find(({ address }) => !isAllowed(address))',
      'addresses.slice(0, 1).find(({ address }) => !isAllowed(address))',
    ],
    [
      'the tie between the address that is judged and the one that is connected to',
      guard,
      post,
      'if (options.all) callback(null, [...addresses]);',
      'if (options.all) resolve(hostname).then((again) => callback(null, [...again]));',
    ],
    ['our own look at names', guard, post, 'lookup: guardedLookup(isAllowed, resolve),', ''],
    [
      'the verification of certificates',
      guard,
      post,
      'rejectUnauthorized: true',
      'rejectUnauthorized: false',
    ],
    [
      'the look at the address before anything is sent',
      guardAt('written 169.254.169.254$'),
      post,
      'if (problem !== undefined) throw',
      'if (false) throw',
    ],
    [
      'the time limit of an answer',
      guard,
      post,
      'AbortSignal.any([deadline, posting.signal])',
      'posting.signal',
    ],
    [
      'the end of a send with its worker',
      guard,
      post,
      'AbortSignal.any([deadline, posting.signal])',
      'deadline',
    ],
    [
      'the end of an answer without end',
      guard,
      post,
      'if (bytes > maxAnswerBytes) answer.destroy();',
      '',
    ],
    [
      'the judgement of addresses that stand in a URL',
      guardAt('written 169.254.169.254$'),
      url,
      'if (literal !== undefined && !isAllowed(literal))',
      'if (false)',
    ],
    ['the demand for https', guard, url, " || url.protocol !== 'https:'", ''],
    [
      'the refusal of user and password',
      guard,
      url,
      "if (url.username !== '' || url.password !== '')",
      'if (false)',
    ],
    [
      'the refusal of ports of other protocols',
      guard,
      url,
      "url.port !== '' && Number(url.port) < firstFreePort",
      'false',
    ],
    ['the refusal of link-local addresses', guard, address, "  '169.254.0.0/16',\n", ''],
    ['the refusal of 6to4', guardAt('written .2002:'), address, " '2002::/16',", ''],
    ['the refusal of zones', guard, address, "if (address.includes('%')) return false;", ''],
    [
      'the refusal of all that is no global unicast',
      guardAt('written .::ffff:169.254.169.254'),
      address,
      "global.check(address, 'ipv6') && ",
      '',
    ],
    ['the failure of a redirect', https, signed, 'status < 300) return;', 'status < 400) return;'],
    ['the signature of the previous secret', https, signed, 'keys.map(', 'keys.slice(0, 1).map('],
    ['the bytes under the signature', https, signed, '.`, body])', '.`, String(body)])'],
    ['the time of the attempt', https, signed, 'String(Math.floor(clock.nowMs() / 1000))', "'1'"],
    ['the end that 410 is', https, signed, 'if (status === 410)', 'if (false)'],
    ['the respect for Retry-After', https, signed, 'Math.max(seconds, least)', 'least'],
    [
      'the patience with an impatient receiver',
      https,
      signed,
      'Math.max(seconds, least)',
      'seconds',
    ],
    [
      'the look at what a bus did not take',
      awsKinds,
      'lambda/aws/destinations/eventbridge.ts',
      'if (FailedEntryCount === 0) return;',
      'return;',
    ],
    [
      'the name of an execution',
      awsKinds,
      'lambda/aws/destinations/step-functions.ts',
      '    name: runIdOf(sending),\n',
      '',
    ],
    [
      'the sameness of an execution that is there',
      awsKinds,
      'lambda/aws/destinations/step-functions.ts',
      'if (error instanceof ExecutionAlreadyExists) return;',
      '',
    ],
    [
      'the replay that is no repetition',
      awsKinds,
      'lambda/aws/destinations/sending.ts',
      'context.replayId === undefined',
      'true',
    ],
    [
      'the endpoint of a queue',
      awsKinds,
      'lambda/aws/destinations/sqs.ts',
      ', useQueueUrlAsEndpoint: false',
      '',
    ],
    [
      'the rate of a destination',
      awsKinds,
      'lambda/aws/destinations/sender.ts',
      '      await waitForTurn(sending, rates);\n',
      '',
    ],
    [
      'the growth of pauses',
      awsKinds,
      'lambda/aws/destinations/growing-pause.ts',
      'Math.min(2 ** attempt, most)',
      'Math.min(2 ** attempt, 10 * most)',
    ],
    [
      'the sign of life before the last answer',
      waiter,
      'lambda/aws/destinations/waiter.ts',
      "if (use >= uses) return 'final';",
      "return 'final';",
    ],
    [
      'the error for an answer that never came',
      waiter,
      'lambda/aws/destinations/waiter.ts',
      "if (event.eventType === callbackExpiredType) return 'expired';",
      '',
    ],
    [
      'the limit of a message',
      message,
      'lambda/worker/cloud-event.ts',
      '<= maxBytes',
      '<= Infinity',
    ],
    [
      'the escapes in headers',
      message,
      'lambda/worker/cloud-event.ts',
      '/[^!-~]|["%]/gu',
      '/["%]/gu',
    ],
    [
      'the end of ways at their destination',
      fanOut,
      'lambda/worker/fan-out.ts',
      'if (claim.key.destination !== undefined) return 0;',
      '',
    ],
    [
      'the silence about answers that never came',
      fanOut,
      'lambda/worker/fan-out.ts',
      'eventType !== callbackExpiredType',
      'true',
    ],
    [
      'the condition under which a way begins',
      fanOut,
      'lambda/aws/begin-ways.ts',
      '        ConditionExpression: eventTransitions.forward.condition,\n',
      '',
    ],
    [
      'the way of an earlier event that counts as absent',
      fanOut,
      'lambda/model/event-transitions.ts',
      'attribute_not_exists(pk) OR eventRecordId <> :event',
      'attribute_not_exists(pk)',
    ],
    [
      'the body that stays with its event',
      fanOut,
      'lambda/aws/event-store.ts',
      'if (item.destination === undefined) return item;',
      'return item;',
    ],
    [
      'the history that does not grow with looks at the clock',
      fanOut,
      'lambda/worker/settle.ts',
      'inSeconds === undefined ? {} :',
      'true ? {} :',
    ],
    [
      'the destination of a way that is replayed',
      fanOut,
      'cli/replay-event.ts',
      'key: parseEventItemKey(pk, sk),',
      "key: parseEventItemKey(pk, 'event'),",
    ],
    [
      'the one element in which fields belong together',
      patterns,
      'lambda/model/event-pattern.ts',
      '(objects.length === 0 ? [nothing] : objects).some(',
      '[Object.assign({}, ...objects) as JsonRecord].some(',
    ],
    [
      'the demand for a signature behind a filter',
      config,
      'lambda/config/destination-problems.ts',
      'isSigned || filterUnsigned',
      'true',
    ],
  ] as const),
)('a test fails when %s is taken out', (_name, tests, file, find, replace) => {
  expect(copy.passes(tests, { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
