import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import type { DestinationConfig } from '../../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../../lambda/model/errors.ts';
import { eachKind } from '../../support/destinations.ts';

const hmac = { kind: 'hmac', algorithm: 'sha256', header: 'X-S', encoding: 'hex' };
const signed = { signature: hmac };

const read = (destinations: unknown, source: object = signed) =>
  readConfig({ sources: { bank: { ...source, destinations } } }, presets)[0]?.destinations;

function problems(destinations: unknown, source: object = signed): readonly string[] {
  try {
    read(destinations, source);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('every kind is read as it is written, with all rules', () => {
  const rules = {
    types: ['invoice.paid', 'callback.expired'],
    filter: { amount: [{ numeric: ['>', 100] }] },
    atLeast: 'signed',
    ratePerSecond: 5,
    concurrency: 2,
  } as const;
  const all: readonly DestinationConfig[] = Object.values(eachKind).map((one) => ({
    ...one,
    ...rules,
  }));
  expect(read(all)).toEqual(all);
});

test('a source without destinations has none', () => {
  expect(read(undefined)).toBeUndefined();
  expect(read([])).toBeUndefined();
});

const sqs = eachKind.sqs;
const https = eachKind.https;

test.each<[string, unknown, RegExp]>([
  ['no list', sqs, /^sources\.bank\.destinations: /],
  [
    'an unknown kind',
    [{ id: 'a', kind: 'kafka' }],
    /destinations\.0\.kind: .*expected kind "eventbridge", "sqs"/,
  ],
  [
    'an unknown key',
    [{ ...sqs, queueUrl: 'x' }],
    /destinations\.0\.queueUrl: unknown key "queueUrl"/,
  ],
  ['a key of another kind', [{ ...sqs, url: 'x' }], /destinations\.0\.url: unknown key "url"/],
  ['no id', [{ kind: 'sqs', queueArn: sqs.queueArn }], /destinations\.0\.id/],
  [
    'an id with a slash',
    [{ ...sqs, id: 'a/b' }],
    /destinations\.0\.id: "a\/b" is refused: a destination id is 1 to 32/,
  ],
  ['the name of waiting workflows', [{ ...sqs, id: '(waiter)' }], /destinations\.0\.id/],
  ['an id that is too long', [{ ...sqs, id: 'a'.repeat(33) }], /destinations\.0\.id/],
  [
    'an id twice',
    [sqs, { ...https, id: sqs.id }],
    /^sources\.bank\.destinations\.1\.id: "queue" is taken: rename/,
  ],
  [
    'the ARN of another service',
    [{ ...sqs, queueArn: eachKind.sns.topicArn }],
    /destinations\.0\.queueArn: .* is refused: expected an ARN such as arn:aws:sqs:eu-west-1:111122223333:orders/,
  ],
  [
    'the address of a queue',
    [{ ...sqs, queueArn: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' }],
    /queueArn: .*is refused/,
  ],
  [
    'an ARN without its account',
    [{ ...eachKind.lambda, functionArn: 'arn:aws:lambda:eu-west-1::function:a' }],
    /functionArn: .* is refused/,
  ],
  [
    'an execution in place of its state machine',
    [
      {
        ...eachKind['step-functions'],
        stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:execution:a:b',
      },
    ],
    /stateMachineArn: .* is refused/,
  ],
  [
    'a rule in place of its bus',
    [{ ...eachKind.eventbridge, busArn: 'arn:aws:events:eu-west-1:111122223333:rule/a' }],
    /busArn: .* is refused/,
  ],
  [
    'http',
    [{ ...https, url: 'http://erp.example.com/' }],
    /destinations\.0\.url: "http:\/\/erp\.example\.com\/" is refused: expected an https address/,
  ],
  [
    'a password',
    [{ ...https, url: 'https://a:b@erp.example.com/' }],
    /url: .*user name and password/,
  ],
  [
    'the metadata service',
    [{ ...https, url: 'https://169.254.169.254/' }],
    /url: .*169\.254\.169\.254 is no address on the public internet/,
  ],
  [
    'the metadata service as a number',
    [{ ...https, url: 'https://2852039166/' }],
    /169\.254\.169\.254 is no address/,
  ],
  ['loopback', [{ ...https, url: 'https://[::1]:8443/' }], /::1 is no address/],
  [
    'a port of another protocol',
    [{ ...https, url: 'https://erp.example.com:22/' }],
    /port 22 is refused/,
  ],
  ['no type', [{ ...sqs, types: [] }], /destinations\.0\.types: .*name at least one event type/],
  ['an unknown proof', [{ ...sqs, atLeast: 'strong' }], /destinations\.0\.atLeast/],
  [
    'a rate of nothing',
    [{ ...sqs, ratePerSecond: 0 }],
    /destinations\.0\.ratePerSecond: 0 is refused: expected 1 to 500/,
  ],
  [
    'no concurrency',
    [{ ...sqs, concurrency: 0 }],
    /destinations\.0\.concurrency: 0 is refused: expected 1 to 1000/,
  ],
  [
    'a bad pattern',
    [{ ...sqs, filter: { amount: [{ numerc: ['>', 1] }] } }],
    /^sources\.bank\.destinations\.0\.filter\.amount\.0: "numerc" is no operator/,
  ],
  [
    'a pattern that is none',
    [{ ...sqs, filter: 'amount > 5' }],
    /destinations\.0\.filter: expected an object of fields/,
  ],
  [
    'an agreement without a filter',
    [{ ...sqs, filterUnsigned: true }],
    /filterUnsigned: is for a filter: remove it/,
  ],
])('refuses %s', (_name, destinations, problem) => {
  const found = problems(destinations);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(problem);
});

test('all problems are reported at once', () => {
  expect(
    problems([
      { ...sqs, id: 'A' },
      { ...https, url: 'http://x/' },
    ]),
  ).toHaveLength(2);
  const pattern = { filter: { a: [{ prefx: 'x' }], b: 5 } };
  expect(problems([sqs, { ...sqs, ...pattern }])).toHaveLength(3);
});

const filtered = { ...sqs, filter: { amount: [7] } };

test.each([
  ['a token', { token: { header: 'X-Token' } }],
  ['addresses', { allowList: ['203.0.113.1'] }],
  ['one-time addresses', { callbacks: true }],
  ['a signature that covers some values of the body', { provider: 'midtrans' }],
])('a filter is refused where %s is the proof, unless that is meant', (_name, source) => {
  const found = problems([filtered], source).filter((text) => text.includes('filter'));
  expect(found).toEqual([
    expect.stringMatching(/destinations\.0\.filter: looks at a body that no signature covers/),
  ]);
});

test('a filter over an unsigned body is kept where it was agreed to, and the agreement goes', () => {
  const source = { token: { header: 'X-Token' } };
  expect(read([{ ...filtered, filterUnsigned: true }], source)).toEqual([filtered]);
});

test('a filter goes with a signature over the body', () => {
  expect(read([filtered])).toEqual([filtered]);
  expect(read([filtered], { provider: 'stripe' })).toEqual([filtered]);
});
