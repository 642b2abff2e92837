import { basename } from 'node:path';
import {
  layers,
  layerViolations,
  read,
  sourceFiles,
  writesPastTransitions,
} from './support/layers.ts';

const files = sourceFiles(['bin', 'cli', 'lambda', 'lib', 'local']);

test('reads the whole tree', () => {
  expect(files.length).toBeGreaterThan(100);
});

test('every import stays inside its layer', () => {
  expect(files.flatMap((path) => layerViolations(path, read(path)))).toEqual([]);
});

test.each([
  ['lambda/ingress/x.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['lambda/ingress/x.ts', "import type { Target } from '../aws/clients.ts';"],
  ['lambda/ingress/x.ts', "const x = await import('../providers/all.ts');"],
  ['lambda/model/x.ts', "export * from '../crypto/hmac.ts';"],
  ['lambda/schemes/x.ts', 'import { presets } from "../providers/registry.ts";'],
  ['lambda/providers/x.ts', "import { createHmac } from 'node:crypto';"],
  ['lambda/worker.lambda.ts', "import { App } from 'aws-cdk-lib';"],
  ['lib/ingress/x.ts', "import { handler } from '../../lambda/ingress.lambda.ts';"],
  ['cli/commands/x.ts', "import '../../local/main.ts';"],
  ['lambda/dead-letters/x.ts', "import type { Claim } from '../worker/ports.ts';"],
  ['lambda/elsewhere/x.ts', ''],
])('reports the planted violation in %s: %s', (path, text) => {
  expect(layerViolations(path, text)).toHaveLength(1);
});

test('lists no layer that has no files', () => {
  const used = new Set(files.map((path) => path.replace(/\/[^/]+$/, '')));
  const idle = Object.keys(layers).filter(
    (layer) => ![...used].some((folder) => folder.startsWith(layer)),
  );
  expect(idle).toEqual([]);
});

test("an event's record changes by the table of transitions alone", () => {
  const paths = sourceFiles(['lambda', 'cli']);
  expect(paths.filter((path) => writesPastTransitions(path, read(path)))).toEqual([]);
});

test.each([
  ['lambda/aws/event-store.ts', "new UpdateItemCommand({ UpdateExpression: 'SET a = :a' });"],
  ['lambda/aws/open-events.ts', "const put = { 'ConditionExpression': text };"],
  ['cli/replay-event.ts', 'send(new PutItemCommand({ ConditionExpression }));'],
])('sees the planted write past the table of transitions in %s', (path, text) => {
  expect(writesPastTransitions(path, text)).toBe(true);
  expect(writesPastTransitions('lambda/aws/event-change.ts', text)).toBe(false);
});

test('a query is no write past the table of transitions', () => {
  const query = "new QueryCommand({ KeyConditionExpression: '#a = :a' });";
  expect(writesPastTransitions('lambda/aws/open-events.ts', query)).toBe(false);
});

test('only the environment adapters of the functions read process.env', () => {
  const readers = sourceFiles(['lambda']).filter((path) => read(path).includes('process.env'));
  expect(readers).toEqual(['lambda/aws/environment.ts']);
});

test('only the clock reads the time in the functions', () => {
  const readers = sourceFiles(['lambda']).filter((path) =>
    /Date\.now\(|new Date\(\)/.test(read(path)),
  );
  expect(readers).toEqual(['lambda/model/time.ts']);
});

test('no file is named after nothing in particular', () => {
  const vague = /^(index|utils?|helpers?|types|common|misc)\.ts$/;
  expect(files.filter((path) => vague.test(basename(path)))).toEqual([]);
});

test('no file is longer than 300 lines', () => {
  const long = files.filter((path) => read(path).split('\n').length > 300);
  expect(long).toEqual([]);
});
