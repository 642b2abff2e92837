import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnIPSet } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { templateChecks } from '../../../lib/template-checks/all.ts';
import type { Template } from '../../../lib/template-checks/template.ts';
import { findingsIn } from '../../../lib/template-checks/template-check.ts';
import { validateTemplates } from '../../../lib/template-checks/validate-templates.ts';
import { run } from '../../support/local-run.ts';
import {
  laneReceiver,
  testApp,
  testStack,
  testTemplate,
  waysReceiver,
} from '../../support/stack.ts';
import { type Caught, caughtBy } from './caught-by.ts';
import { templateChecksPage } from './page.ts';
import { edit } from './template-edit.ts';
import { rightTemplates, wrongTemplates } from './wrong-templates.ts';

let template: Template;
let wrong: readonly Caught[];
let quiet: readonly Caught[];
beforeAll(() => {
  template = testTemplate().toJSON();
  const all = [...wrongTemplates, ...rightTemplates, { change: () => undefined }];
  const caught = caughtBy(all.map(({ change }) => edit(template, change)));
  wrong = caught.slice(0, wrongTemplates.length);
  quiet = caught.slice(wrongTemplates.length);
}, 120_000);

test.each(wrongTemplates.map(({ name, expected }, index) => ({ name, expected, index })))(
  'the built-in validator or the check meant for it reports the template when it has $name',
  ({ expected, index }) => {
    const { builtIn = [], own = [] } = wrong[index] ?? {};
    if (expected === 'built-in') expect(builtIn).not.toEqual([]);
    else expect(own).toContain(expected.rule);
  },
);

const right = [...rightTemplates, { name: 'no edit at all' }];

test.each(right.map(({ name }, index) => ({ name, index })))(
  'nobody reports the template when it has $name',
  ({ index }) => {
    expect(quiet[index]).toEqual({ builtIn: [], own: [] });
  },
);

test.each([
  ['queues of their own', laneReceiver()],
  ['callbacks, tenants and destinations', waysReceiver()],
])('no check reports a template when sources have %s', (_name, receiver) => {
  const more = testTemplate({ receiver, manageApiGatewayAccount: true });
  expect(findingsIn(more.toJSON(), templateChecks)).toEqual([]);
});

test('a finding says what it found, what it expected and what to do', () => {
  const wide = wrongTemplates.find(({ name }) => name === 'an IP set of all addresses');
  const [finding] = findingsIn(edit(template, wide?.change ?? (() => undefined)), templateChecks);
  expect(finding).toEqual({
    rule: 'ip-set-all',
    logicalId: expect.stringMatching(/^WebAcl/),
    property: 'Properties.Addresses.0',
    message:
      'WAF takes no range of all addresses: found "0.0.0.0/0", expected a prefix of 1 or more. Name the ranges of the sender, or leave the source without an allow list.',
    source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html',
  });
});

test('docs/template-checks.md says who reports what: node test/write-template-checks.ts', () => {
  expect(readFileSync('docs/template-checks.md', 'utf8')).toBe(templateChecksPage(wrong));
});

const wideSet = (stack: Construct, id: string) =>
  new CfnIPSet(stack, id, {
    scope: 'REGIONAL',
    ipAddressVersion: 'IPV4',
    addresses: ['0.0.0.0/0'],
  });

/** An app with the validators of `cdk synth`. */
function validatedApp(): App {
  const app = testApp();
  validateTemplates(app);
  return app;
}

const plantedIsNamed = /planted\/Wide [\s\S]*Sallyport::ip-set-all/;

test('synthesis of the receiver passes when nothing is planted, and fails when a wrong resource is', () => {
  const app = validatedApp();
  const stack = testStack(app);
  expect(() => app.synth()).not.toThrow();
  wideSet(stack, 'Wide');
  expect(() => app.synth({ force: true })).toThrow(
    /sallyport-test\/Wide [\s\S]*Sallyport::ip-set-all/,
  );
});

test('synthesis fails when the built-in validator only warns', () => {
  const app = validatedApp();
  new CfnLogGroup(new Stack(app, 'planted'), 'Log', { retentionInDays: 45 });
  expect(() => app.synth()).toThrow(/W3030/);
});

test('synthesis fails when the finding has no resource', () => {
  const app = validatedApp();
  new CfnOutput(new Stack(app, 'planted'), 'Token', { value: '{{resolve:ssm-secure:/a:1}}' });
  expect(() => app.synth()).toThrow(/Sallyport::secret-resolved/);
});

test('synthesis passes when the finding is acknowledged on its construct, and only there', () => {
  const app = validatedApp();
  const stack = new Stack(app, 'planted');
  const accepted = wideSet(stack, 'Accepted');
  Validations.of(accepted).acknowledge({ id: 'Sallyport::ip-set-all', reason: 'test' });
  expect(() => app.synth()).not.toThrow();
  wideSet(stack, 'Wide');
  expect(() => app.synth({ force: true })).toThrow(plantedIsNamed);
});

/** A module that plants wrong resources into whatever app is synthesised after it. */
const planting = `
const load = require('node:module').createRequire(process.cwd() + '/');
const { App, Stack } = load('aws-cdk-lib');
const { CfnLogGroup } = load('aws-cdk-lib/aws-logs');
const { CfnIPSet } = load('aws-cdk-lib/aws-wafv2');
const { synth } = App.prototype;
App.prototype.synth = function () {
  const stack = new Stack(this, 'planted');
  new CfnIPSet(stack, 'Wide', { scope: 'REGIONAL', ipAddressVersion: 'IPV4', addresses: ['0.0.0.0/0'] });
  new CfnLogGroup(stack, 'Log', { retentionInDays: 45 });
  return synth.call(this);
};
`;

test("the command line's own app fails, also without --strict, when wrong resources are planted", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-planted-'));
  const module = join(folder, 'planting.cjs');
  writeFileSync(module, planting);
  const app = `node --require ${module} bin/app.ts`;
  const cdk = ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--app', app];
  const { code, stderr } = await run('node', [...cdk, '-o', join(folder, 'out')]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(plantedIsNamed);
  expect(stderr).toMatch(/planted\/Log [\s\S]*W3030/);
}, 120_000);
