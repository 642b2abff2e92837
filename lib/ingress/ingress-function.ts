import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Canary } from '../functions/canary.ts';
import { environmentOf } from '../functions/function-environment.ts';
import { liveAlias, ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';

/** The function that checks, records and enqueues each request. */
export class IngressFunction extends ReceiverFunction {
  /** What the API calls. */
  readonly live: Alias;

  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'ingress',
      receiver: { ...parts.receiver, handlers: [] },
      timeout: settings.ingressTimeout,
      memoryMb: 512,
      concurrency: parts.functions.ingressConcurrency,
      settings: parts.functions,
      environment: environmentOf('ingress', parts),
      statements: statementsOf(parts),
    });
    parts.bodies.acknowledgeAccess(this);
    parts.secrets.acknowledgeAccess(this);
    this.live = liveAlias(this, parts.functions.provisionedConcurrency);
    if (parts.functions.canary) {
      new Canary(this, 'Canary', { stageName: parts.stageName, alias: this.live });
    }
  }
}

const statementsOf = ({ auditTable, bodies, deliveries, key, secrets }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({ actions: ['s3:PutObject'], resources: [bodies.bodiesArn] }),
  key.writingTo('s3'),
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: deliveries.queueArns }),
  key.writingTo('sqs'),
  // A receiver whose sources prove themselves by address alone has no secrets.
  ...(secrets.arns.length === 0
    ? []
    : [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [...secrets.arns],
        }),
        key.readingFrom('secretsmanager'),
      ]),
  // Some senders hand over their secret in the first request; the function may store it for their sources alone.
  ...(secrets.handedArns.length === 0
    ? []
    : [
        new PolicyStatement({
          actions: ['secretsmanager:PutSecretValue'],
          resources: [...secrets.handedArns],
        }),
        key.writingTo('secretsmanager'),
      ]),
  ...secrets.tenantStatements(),
];
