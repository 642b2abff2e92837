import type { Template } from 'aws-cdk-lib/assertions';
import type { Destination } from '../../lambda/model/destination.ts';
import type { FunctionName } from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { constructOf, resourcesOf } from './stack.ts';

/* The resources that a permission may be about, as they stand in a template. */

export type ResourceKind =
  | 'table'
  | 'openIndex'
  | 'deliveries'
  | 'deadLetters'
  | 'bodies'
  | 'bodyBucket'
  | 'secrets'
  | 'tenantSecrets'
  | 'handedSecrets'
  | 'ownLog'
  | 'everything'
  | Destination['kind']
  | 'destinationSecrets'
  | 'durableExecutions';

/** The stack that is looked at, and what it was made of. */
export interface Audited {
  readonly template: Template;
  readonly receiver: Receiver;
}

export const idsOf = (template: Template, type: string): readonly string[] =>
  Object.keys(resourcesOf(template, type));

/** The resources of a kind, written as `grantsOf` writes them. */
export function resourcesOfKind(
  { template, receiver: { sources } }: Audited,
  name: FunctionName,
  kind: ResourceKind,
): readonly string[] {
  const queues = idsOf(template, 'AWS::SQS::Queue');
  const isDead = (id: string) => /^Deliveries(Ordered)?DeadLetters/.test(id);
  const secrets = idsOf(template, 'AWS::SecretsManager::Secret');
  const table = idsOf(template, 'AWS::DynamoDB::GlobalTable');
  const bucket = idsOf(template, 'AWS::S3::Bucket');
  const log = idsOf(template, 'AWS::Logs::LogGroup');
  const destinations = sources.flatMap((source) => source.destinations ?? []);
  const here = 'eu-west-1:111122223333';
  const tenantSecrets = sources
    .filter(({ tenants }) => tenants)
    .map(({ id }) => `arn:aws:secretsmanager:${here}:secret:sallyport/test/${id}/*`);
  const kinds: Record<Exclude<ResourceKind, Destination['kind']>, readonly string[]> = {
    table,
    openIndex: table.map((id) => `${id}/index/open`),
    deliveries: queues.filter((id) => !isDead(id)),
    deadLetters: queues.filter(isDead),
    bodies: bucket.map((id) => `${id}/bodies/*`),
    bodyBucket: bucket,
    secrets: [...secrets.filter((id) => id.startsWith('Secrets')), ...tenantSecrets],
    tenantSecrets,
    // Of the test's sources, only this one's sender hands its secret over.
    handedSecrets: secrets.filter((id) => id.startsWith('Secretsasana')),
    ownLog: log.filter((id) => id.startsWith(`${constructOf(name)}Log`)),
    everything: ['*'],
    destinationSecrets: secrets.filter((id) => id.startsWith('DestinationSecrets')),
    durableExecutions: [`arn:aws:lambda:${here}:function:*:*/durable-execution/*`],
  };
  return isOwnKind(kinds, kind)
    ? kinds[kind]
    : destinations.filter((destination) => destination.kind === kind).map(arnOf);
}

const isOwnKind = <Kind extends string>(
  kinds: Readonly<Record<Kind, unknown>>,
  kind: string,
): kind is Kind => kind in kinds;

/** How IAM names a destination: a state machine without the alias behind it. */
function arnOf(destination: Destination): string {
  const { id: _id, kind, types: _types, ...rest } = destination;
  const arn = String(Object.values(rest).find((value) => String(value).startsWith('arn:')));
  return kind === 'step-functions' ? arn.split(':').slice(0, 7).join(':') : arn;
}
