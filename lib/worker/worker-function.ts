import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { receiverFileName } from '../functions/function-bundle.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';

const batchSize = 10;
/** Most batches at a time: protects what the handlers call. */
const maxConcurrency = 20;

/** The function that runs the team's handlers. */
export class WorkerFunction extends ReceiverFunction {
  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'worker',
      receiver: parts.receiver,
      timeout: settings.workerTimeout,
      memoryMb: 512,
      environment: {
        stage: parts.stageName,
        receiverFile: receiverFileName,
        auditTable: parts.auditTable.table.tableName,
        deliveryQueueUrl: parts.deliveries.queue.queueUrl,
        bodyBucket: parts.bodies.bucket.bucketName,
        leaseSeconds: String(settings.lease.toSeconds()),
        maxReceiveCount: String(settings.maxReceiveCount),
        retryAfterSeconds: String(settings.retryAfter.toSeconds()),
        reenqueueAfterSeconds: String(settings.reenqueueAfter.toSeconds()),
      },
      statements: statementsOf(parts),
    });
    parts.bodies.acknowledgeAccess(this);
    this.function.addEventSource(
      new SqsEventSource(parts.deliveries.queue, {
        batchSize,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }
}

const statementsOf = ({ auditTable, bodies, deliveries, key }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bodies.bodiesArn] }),
  key.readingFrom('s3'),
  new PolicyStatement({
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    resources: [deliveries.queue.queueArn],
  }),
  key.readingFrom('sqs'),
];
