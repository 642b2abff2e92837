import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './support/local-run.ts';

/* The stages of a delivery are types: a step that is handed a request of the wrong stage does not compile. */

const tsc = (args: readonly string[]) => run('node', ['node_modules/typescript/bin/tsc', ...args]);

test('the whole project compiles', async () => {
  const { code, stdout } = await tsc(['--noEmit']);
  expect(stdout).toBe('');
  expect(code).toBe(0);
}, 120_000);

test('a step does not take a request that skipped the one before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-types-'));
  const ingress = resolve('lambda/ingress');
  const model = resolve('lambda/model/delivery.ts');
  const ports = `${ingress}/ports.ts`;
  const time = resolve('lambda/model/time.ts');
  const wrong = [
    ['enqueue', 'VerifiedRequest', 'enqueue(request, queue)'],
    ['record', 'VerifiedRequest', 'record(request, audit)'],
    ['identify', 'VerifiedRequest', 'identify(request)'],
    ['check-freshness', 'TokenCheckedRequest', 'checkFreshness(request, clock)'],
    ['verify-signature', 'KeyedRequest', 'verifySignature(request)'],
    ['check-token', 'AdmittedRequest', 'checkToken(request)'],
    ['reply', 'RecordedDelivery', 'acknowledge(request)'],
  ] as const;
  const lines = wrong.map(([file, stage, call]) => {
    const name = call.slice(0, call.indexOf('('));
    return `import { ${name} } from ${JSON.stringify(`${ingress}/${file}.ts`)};
{ const request = null as unknown as import(${JSON.stringify(model)}).${stage}; ${call}; }`;
  });
  const file = join(folder, 'wrong.mts');
  writeFileSync(
    file,
    `declare const queue: import('${ports}').DeliveryQueue, audit: import('${ports}').AuditTrail, clock: import('${time}').Clock;\n${lines.join('\n')}\n`,
  );
  const config = join(folder, 'tsconfig.json');
  const paths = {
    extends: resolve('tsconfig.json'),
    include: [file],
    compilerOptions: { typeRoots: [resolve('node_modules/@types')] },
  };
  writeFileSync(config, JSON.stringify(paths));
  const { stdout } = await tsc(['--noEmit', '-p', config]);
  // Each call is refused for the stage it is given, and nothing else is wrong with the file.
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
  expect(errors).toHaveLength(wrong.length);
  for (const error of errors)
    expect(error).toMatch(/error TS(2345|2379|2739|2741): .*(Request|Delivery)'/);
}, 120_000);
