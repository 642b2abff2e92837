import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { laneReceiver, testApp, testStack } from '../support/stack.ts';

/** Ids of the rules that the synthesised app breaks. */
function findings(app: App): readonly string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
    return [];
  } catch {
    const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
    return [...JSON.stringify(report).matchAll(/AwsSolutions-[A-Za-z0-9]+(?:\[[^"\\]*\])?/g)].map(
      ([id]) => id,
    );
  }
}

test('breaks no rule of the AwsSolutions pack', () => {
  const app = testApp();
  testStack(app);
  expect([...new Set(findings(app))]).toEqual([]);
});

test('breaks no rule when sources have queues of their own', () => {
  const app = testApp();
  testStack(app, { receiver: laneReceiver() });
  expect([...new Set(findings(app))]).toEqual([]);
});

test('the pack is alive: a planted queue without encryption is found', () => {
  const app = testApp();
  new CfnQueue(testStack(app), 'Planted', { sqsManagedSseEnabled: false });
  expect(findings(app)).toContain('AwsSolutions-SQS2');
});
