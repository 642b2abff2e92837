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
      timeout: parts.worker.timeout,
      memoryMb: 512,
      environment: {
        stage: parts.stageName,
        receiverFile: receiverFileName,
        auditTable: parts.auditTable.table.tableName,
        deliveryQueueUrl: parts.deliveries.queue.queueUrl,
        bodyBucket: parts.bodies.bucket.bucketName,
        leaseSeconds: String(parts.worker.lease.toSeconds()),
        maxAttempts: String(settings.maxAttempts),
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
    for (const { lane, queue } of parts.deliveries.lanes) {
      this.function.addEventSource(
        new SqsEventSource(queue, {
          // One event at a time and invocation: then the limit is exact, and an event that fails holds back its group alone.
          batchSize: 1,
          ...(lane.concurrency === undefined ? {} : { maxConcurrency: lane.concurrency }),
          reportBatchItemFailures: true,
        }),
      );
    }
  }
}

const statementsOf = ({ auditTable, bodies, deliveries, key }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bodies.bodiesArn] }),
  // Without it S3 answers 403 for an object that is gone, as for one that must not be read, and "gone" could not be told from an outage.
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (2026-11-24)
  new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bodies.bucket.bucketArn] }),
  key.readingFrom('s3'),
  new PolicyStatement({
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    resources: deliveries.queueArns,
  }),
  key.readingFrom('sqs'),
];
