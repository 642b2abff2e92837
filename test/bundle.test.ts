import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { environmentVariables, type FunctionName } from '../lambda/model/environment.ts';
import {
  bundleEntry,
  bundleFunction,
  type FunctionBundle,
} from '../lib/functions/function-bundle.ts';
import {
  bundleRules,
  bundleViolations,
  bytesOf,
  lazyClients,
  readAtStart,
} from './support/bundles.ts';

const names = Object.keys(bundleRules) as FunctionName[];
const receiver = { sources: [], handlers: ['log-event'] };
const bundles = new Map<FunctionName, FunctionBundle>();

beforeAll(() => {
  for (const name of names) bundles.set(name, bundleFunction(name, receiver));
});

const bundleOf = (name: FunctionName): FunctionBundle => {
  const bundle = bundles.get(name);
  if (bundle === undefined) throw new Error(`no bundle ${name}`);
  return bundle;
};

test.each(names)('the %s bundle holds what it needs and stays within its size', (name) => {
  expect(bundleViolations(bundleOf(name).metafile, bundleRules[name])).toEqual([]);
});

test('the worker reads no client of a destination before an event goes there', () => {
  const { metafile } = bundleOf('worker');
  const read = readAtStart(metafile);
  expect(read.length).toBeGreaterThan(100);
  expect(read.filter((path) => lazyClients.test(path))).toEqual([]);
  const all = Object.keys(metafile.inputs).join();
  for (const name of ['eventbridge', 'lambda', 's3', 'secrets-manager', 'sfn', 'sns'])
    expect(all).toContain(`client-${name}/`);
});

test('reports a planted import of the presets and a bundle over its size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-planted-'));
  const entry = join(folder, 'entry.ts');
  const ours = ['lambda/ingress.lambda.ts', 'lambda/providers/stripe.ts'].map((path) =>
    resolve(path),
  );
  writeFileSync(entry, ours.map((path) => `export * from ${JSON.stringify(path)};`).join('\n'));
  const { metafile } = bundleEntry(entry, receiver);
  const violations = bundleViolations(metafile, {
    ...bundleRules.ingress,
    maxBytes: bytesOf(metafile) - 1,
  });
  expect(violations).toContainEqual(
    expect.stringMatching(/^must not contain .*lambda\/providers\/stripe\.ts$/),
  );
  expect(violations).toContainEqual(expect.stringMatching(/^has \d+ bytes, more than/));
});

test.each(names)('the %s bundle is the same when it is built again', (name) => {
  const codeOf = ({ folder }: FunctionBundle) => readFileSync(join(folder, 'index.js'));
  const again = bundleEntry(resolve(`lambda/${name}.lambda.ts`), receiver);
  expect(again.folder).not.toBe(bundleOf(name).folder);
  expect(codeOf(again).equals(codeOf(bundleOf(name)))).toBe(true);
});

/** Loads the built file by itself, far from our node_modules, as Lambda does. */
function invoke(
  name: FunctionName,
  event: object,
): { readonly status: number | null; readonly output: string } {
  const { folder } = bundleOf(name);
  const values = Object.fromEntries(
    Object.values(environmentVariables).map((variable) => [variable, '1']),
  );
  const script = `const { handler } = require('./index.js');
    handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 5000 })
      .then((result) => console.log(JSON.stringify(result)));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...values,
      [environmentVariables.receiverFile]: 'receiver.json',
      LAMBDA_TASK_ROOT: folder,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Nothing listens there: whatever needs AWS fails at once.
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    },
  });
  return { status, output: stdout + stderr };
}

test('the built ingress answers a request', () => {
  const event = {
    resource: '/hooks/nobody',
    httpMethod: 'POST',
    multiValueHeaders: {},
    body: null,
    isBase64Encoded: false,
    requestContext: { requestId: 'r', identity: { sourceIp: '192.0.2.1' } },
  };
  const { status, output } = invoke('ingress', event);
  expect(output).toContain('"statusCode":404');
  expect(status).toBe(0);
});

const junk = {
  messageId: 'm1',
  receiptHandle: 'h',
  body: 'junk',
  attributes: { ApproximateReceiveCount: '1' },
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:queue',
};

test.each(['worker', 'dead-letters'] as const)(
  'the built function %s loads and reports a message that is none of ours',
  (name) => {
    const { status, output } = invoke(name, { Records: [junk] });
    expect(output).toContain('"result":"unreadable"');
    expect(output).toContain('{"batchItemFailures":[{"itemIdentifier":"m1"}]}');
    expect(status).toBe(0);
  },
);

test('the built function for callbacks loads, and says in one line what is wrong with an order', () => {
  const { output } = invoke('callbacks', { source: 'nobody', ref: 'R', ttl: '15m' });
  expect(output).toMatch(
    /\[ConfigError\]: source: "nobody" takes no callbacks: none does: give one/,
  );
});

test('the built sweeper loads and fails for want of AWS alone', () => {
  const { output } = invoke('sweeper', {});
  expect(output).toMatch(/\[DependencyError\]: DynamoDB failed/);
});
