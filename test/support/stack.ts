import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { Destination } from '../../lambda/model/destination.ts';
import type { FunctionName } from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
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

/** Sources that have queues of their own, beside one that has none: a limit, an order, both. */
const lane = { token: { header: 'X-Secret' } };
export const laneSources = {
  shared: lane,
  limited: { ...lane, concurrency: 4 },
  ordered: { ...lane, ordered: { byKey: { json: 'account' } } },
  both: { ...lane, ordered: 'by-source', concurrency: 7 },
};

/** What a stack with lanes is given. */
export const laneReceiver = (): Receiver => ({
  sources: readConfig({ sources: laneSources }, presets),
  handlers: ['log-event'],
});

/** A destination of each kind, in this account and in others; two have queues of their own. */
export const everyDestination: readonly Destination[] = [
  {
    id: 'bus',
    kind: 'eventbridge',
    busArn: 'arn:aws:events:eu-west-1:444455556666:event-bus/ledger',
  },
  {
    id: 'queue',
    kind: 'sqs',
    queueArn: 'arn:aws:sqs:eu-west-1:111122223333:ledger',
    concurrency: 4,
  },
  { id: 'topic', kind: 'sns', topicArn: 'arn:aws:sns:eu-west-1:111122223333:paid' },
  {
    id: 'flow',
    kind: 'step-functions',
    stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:settle',
  },
  {
    id: 'flow-live',
    kind: 'step-functions',
    stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:refund:live',
  },
  {
    id: 'function',
    kind: 'lambda',
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:post:live',
  },
  { id: 'partner', kind: 'https', url: 'https://partner.example/hooks', concurrency: 1 },
];

/** What events can come by, beside a source that has nothing of it. */
export const waysSources = {
  plain: lane,
  prompt: { callbacks: true, allowList: ['196.201.214.200'] },
  shop: { ...lane, tenants: true },
  payments: { ...lane, destinations: everyDestination },
};

/** What a stack is given whose sources have all of it, or some of it. */
export const waysReceiver = (sources: object = waysSources): Receiver => ({
  sources: readConfig({ sources }, presets),
  handlers: ['log-event'],
});

/** An app with the flags of cdk.json: `new App()` alone would synthesise something else than `cdk synth` does. */
export function testApp(): App {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  return new App({ context, outdir: mkdtempSync(join(tmpdir(), 'sallyport-synth-')) });
}

/** What a stack is given unless told otherwise. */
export const testReceiver = (): Receiver => ({
  sources: readConfig({ sources: testSources }, presets),
  handlers: ['log-event'],
});

export function testStack(app: App, props: Partial<ReceiverStackProps> = {}): ReceiverStack {
  return new ReceiverStack(app, 'sallyport-test', {
    env: { region: 'eu-west-1', account: '111122223333' },
    receiver: testReceiver(),
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

interface Named {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The one resource of this type whose logical id is this name and the digest behind it. */
function named(template: Template, type: string, name: string): Named {
  const found = Object.entries(resourcesOf(template, type)).filter(
    ([id]) => id.slice(0, -8) === name,
  );
  const [[id, resource] = []] = found;
  if (id === undefined || resource === undefined) throw new Error(`expected a ${type} ${name}`);
  return { id, properties: resource.Properties };
}

/** The queue of this name: `DeliveriesQueue`. */
export const queueOf = (template: Template, name: string): Named =>
  named(template, 'AWS::SQS::Queue', name);

/** Name of a function's construct, with which its resources' logical ids begin. */
export const constructOf = (name: FunctionName): string =>
  name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());

export const functionOf = (template: Template, name: FunctionName): Named =>
  named(template, 'AWS::Lambda::Function', `${constructOf(name)}Function`);

/** Whether this is how the function is to be called: by its alias, where it has one. */
export function isCallOf(template: Template, name: FunctionName, target: unknown): boolean {
  const { id } = functionOf(template, name);
  const [alias] = Object.entries(resourcesOf(template, 'AWS::Lambda::Alias')).filter(
    ([, { Properties }]) => (Properties['FunctionName'] as { Ref: string }).Ref === id,
  );
  return JSON.stringify(target).includes(`{"Ref":"${alias?.[0] ?? id}"}`);
}

/** Statements of the one policy whose logical id begins like this. */
export function policyStatements<S>(template: Template, prefix: string): readonly S[] {
  const [[, policy] = []] = Object.entries(resourcesOf(template, 'AWS::IAM::ManagedPolicy')).filter(
    ([id]) => id.startsWith(prefix),
  );
  if (policy === undefined) throw new Error(`expected a policy ${prefix}`);
  return (policy.Properties['PolicyDocument'] as { Statement: S[] }).Statement;
}

/** The environment of a function. */
export const variablesOf = (template: Template, name: FunctionName): Record<string, string> =>
  (functionOf(template, name).properties['Environment'] as { Variables: Record<string, string> })
    .Variables;
