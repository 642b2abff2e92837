import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from 'aws-cdk-lib/assertions';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { laneSources, testSources, testTemplate } from '../support/stack.ts';
import { type StatefulTemplate, upgradeProblems } from '../support/upgrade.ts';

/* What a deployment of many sources, and one over an earlier version, must not run into. */

const receiverOf = (sources: object): Receiver => ({
  sources: readConfig({ sources }, presets),
  handlers: ['log-event'],
});

/** Destinations of one source, each at an ARN of its own; a long one, as names of theirs may be longer than ours. */
const destinationsOf = (at: number) => {
  const name = `${'a-name-that-is-long-as-such-names-are-'.repeat(2).slice(0, 70)}${at}`;
  return [
    {
      id: 'bus',
      kind: 'eventbridge',
      busArn: `arn:aws:events:ap-southeast-1:111122223333:event-bus/${name}`,
    },
    { id: 'queue', kind: 'sqs', queueArn: `arn:aws:sqs:ap-southeast-1:111122223333:${name}` },
    { id: 'topic', kind: 'sns', topicArn: `arn:aws:sns:ap-southeast-1:111122223333:${name}` },
    {
      id: 'flow',
      kind: 'step-functions',
      stateMachineArn: `arn:aws:states:ap-southeast-1:111122223333:stateMachine:${name}`,
    },
    {
      id: 'function',
      kind: 'lambda',
      functionArn: `arn:aws:lambda:ap-southeast-1:111122223333:function:${name}:live`,
    },
    ...(at % 2 === 0 ? [{ id: 'partner', kind: 'https', url: 'https://partner.example/in' }] : []),
  ];
};

/**
 * Fifty sources; every fourth has a queue of its own, every tenth is handed its secret, every tenth has tenants and every tenth callbacks. Each has
 * destinations, if that is said.
 */
function manySources(hasDestinations = false): Receiver {
  const kinds = [{ provider: 'stripe' }, testSources.bank, testSources.mpesa, laneSources.ordered];
  const tenths: Readonly<Record<number, object>> = hasDestinations
    ? { 5: { callbacks: true }, 8: { provider: 'stripe', tenants: true } }
    : {};
  const longName = 'a-source-whose-name-is-as-long-as-names-may-be';
  const sources = Array.from({ length: 50 }, (_, at) => [
    `${longName.slice(0, 45)}-${String(at).padStart(2, '0')}`,
    {
      ...(at % 10 === 9 ? { provider: 'asana' } : (tenths[at % 10] ?? kinds[at % kinds.length])),
      ...(hasDestinations && { destinations: destinationsOf(at) }),
    },
  ]);
  return receiverOf(Object.fromEntries(sources));
}

describe.each([false, true])('fifty sources, with destinations: %s', (hasDestinations) => {
  let many: Template;
  let text: string;
  let seconds: number;
  beforeAll(() => {
    const startedAt = performance.now();
    many = testTemplate({
      receiver: manySources(hasDestinations),
      stageName: 's'.repeat(24),
      secrets: { breakGlassArns: ['arn:aws:iam::111122223333:role/break-glass'] },
    });
    seconds = (performance.now() - startedAt) / 1000;
    text = JSON.stringify(many.toJSON());
  }, 120_000);

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (2026-11-24) */
  test('fit into one stack', () => {
    const count = Object.keys(many.toJSON()['Resources']).length;
    process.stdout.write(
      `fifty sources${hasDestinations ? ' with destinations' : ''}: ${count} resources, ${text.length} bytes, ${seconds.toFixed(1)} s\n`,
    );
    expect(count).toBeLessThan(500);
    expect(text.length).toBeLessThan(1_000_000);
  });

  test('add no statement to the policy of the ingress', () => {
    // The policy has 20 KB, and a statement for each route would outgrow it.
    many.resourceCountIs('AWS::Lambda::Permission', 1);
  });

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11-24) */
  test('fit into the policies of the roles', () => {
    const policies = many.findResources('AWS::IAM::ManagedPolicy');
    const sizes = Object.values(policies).map(
      ({ Properties }) => asDeployed(Properties.PolicyDocument, many).length,
    );
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(6144);
    // Were they in one, they would not fit.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(6144);
    const perRole = Object.values(policies).flatMap(({ Properties }) => Properties.Roles);
    for (const role of ['IngressRole', 'WorkerRole']) {
      const most = perRole.filter((ref) => JSON.stringify(ref).includes(role)).length;
      expect([role, most > 0 && most <= 10]).toEqual([role, true]);
    }
  });

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html (2026-11-24) */
  test('have no more paths than an API can', () => {
    const paths = Object.keys(many.findResources('AWS::ApiGateway::Resource')).length;
    expect(paths).toBeGreaterThanOrEqual(50);
    expect(paths).toBeLessThanOrEqual(300);
  });
});

/** A policy with the ARNs that AWS puts in for references. */
function asDeployed(document: object, of: Template): string {
  const { Resources } = of.toJSON();
  const arnOf = (id: string): string => {
    const name = Resources[id]?.Properties?.Name ?? Resources[id]?.Properties?.QueueName ?? id;
    return `arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:${name}-AbCdEf`;
  };
  return JSON.stringify(document, (_key, value) => {
    if (typeof value?.Ref === 'string') return arnOf(value.Ref);
    if (Array.isArray(value?.['Fn::GetAtt'])) return arnOf(value['Fn::GetAtt'][0]);
    return value;
  });
}

describe('an upgrade', () => {
  const previous: StatefulTemplate = JSON.parse(
    readFileSync(join(import.meta.dirname, 'fixtures', 'previous-template.json'), 'utf8'),
  );
  let present: StatefulTemplate;
  beforeAll(() => {
    const receiver = receiverOf({ ...testSources, ...laneSources });
    present = testTemplate({ receiver }).toJSON() as StatefulTemplate;
  });

  test('replaces and loses nothing that holds data', () => {
    expect(Object.keys(previous.Resources)).toHaveLength(19);
    expect(upgradeProblems(previous, present)).toEqual([]);
  });

  test.each(Object.keys(previous.Resources))('is seen to lose %s when it is gone', (id) => {
    const { [id]: _lost, ...Resources } = present.Resources;
    expect(upgradeProblems(previous, { Resources })).toEqual([`${id} is gone`]);
  });

  test.each([
    ['AuditTable6B25623D', 'TableName', 'another'],
    ['AuditTable6B25623D', 'KeySchema', []],
    ['BodiesBucket7CDFEDE9', 'BucketName', 'another'],
    ['DataKey2A0DE9E6', 'MultiRegion', true],
    ['DeliveriesQueue99C7B338', 'FifoQueue', true],
    ['DeliveriesLanelimited3C4F50C2', 'QueueName', 'another'],
    ['SecretsstripeF135FC41', 'Name', 'another'],
  ])('is seen to replace %s when its %s changes', (id, property, value) => {
    const resource = present.Resources[id];
    if (resource === undefined) throw new Error(`expected ${id}`);
    const Properties = { ...resource.Properties, [property]: value };
    const Resources = { ...present.Resources, [id]: { ...resource, Properties } };
    expect(upgradeProblems(previous, { Resources })).toEqual([
      `${id} is replaced, its ${property} having changed`,
    ]);
  });

  test('is seen to let the table go with the stack when it is no longer retained', () => {
    const table = present.Resources['AuditTable6B25623D'];
    if (table === undefined) throw new Error('expected the table');
    const Resources = {
      ...present.Resources,
      AuditTable6B25623D: { ...table, DeletionPolicy: 'Delete' },
    };
    expect(upgradeProblems(previous, { Resources })).toEqual([
      'AuditTable6B25623D is no longer retained',
    ]);
  });
});
