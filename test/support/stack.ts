import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { ReceiverStack, type ReceiverStackProps } from '../../lib/receiver-stack.ts';

/** Sources that show each kind of check; the bank has addresses of both families. */
export const testSources = {
  stripe: { provider: 'stripe' },
  'standard-webhooks': { provider: 'standard-webhooks', throttle: { ratePerSecond: 7, burst: 9 } },
  bank: {
    allowList: ['203.0.113.45', '198.51.100.0/24', '2001:db8::/32'],
    token: { header: 'X-Secret' },
    signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
  },
  mpesa: { provider: 'mpesa-daraja', allowList: ['196.201.214.200'] },
  asana: { provider: 'asana' },
};

/** An app with the flags of cdk.json: `new App()` alone would synthesise something else than `cdk synth` does. */
export function testApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  return new App({ context, outdir: mkdtempSync(join(tmpdir(), 'sallyport-synth-')) });
}

export function testStack(app: App, props: Partial<ReceiverStackProps> = {}): ReceiverStack {
  return new ReceiverStack(app, 'sallyport-test', {
    env: { region: 'eu-west-1', account: '111122223333' },
    receiver: { sources: readConfig({ sources: testSources }, presets), handlers: ['log-event'] },
    stageName: 'test',
    ...props,
  });
}

/** The synthesised template. */
export const testTemplate = (props: Partial<ReceiverStackProps> = {}): Template =>
  Template.fromStack(testStack(testApp(), props));

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** All resources of a type, by logical id. */
export const resourcesOf = (template: Template, type: string): Readonly<Record<string, Resource>> =>
  template.findResources(type) as unknown as Readonly<Record<string, Resource>>;
