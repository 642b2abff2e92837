import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Lane } from '../../lambda/model/source.ts';
import { receiverFileName } from '../functions/function-bundle.ts';
import { liveAlias, ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';

const batchSize = 10;

/** Handlers of a lane that run at a time. One that says nothing gets ten; one that keeps the order of all its events has no use for more than one, and Lambda's least is two. */
const handlersOf = ({ concurrency, orderedBy }: Lane): number =>
  concurrency ?? (orderedBy === 'source' ? 2 : 10);

/** The function that runs the team's handlers. */
export class WorkerFunction extends ReceiverFunction {
  /** What the queues invoke. */
  readonly live: Alias;

  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    const { workerConcurrency } = parts.functions;
    const { lanes } = parts.deliveries;
    super(scope, id, {
      name: 'worker',
      receiver: parts.receiver,
      timeout: parts.worker.timeout,
      memoryMb: 512,
      // As many as all queues may invoke together: none is throttled, and a throttled message would be shown in vain.
      concurrency: lanes.reduce((sum, { lane }) => sum + handlersOf(lane), workerConcurrency),
      settings: parts.functions,
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
    this.live = liveAlias(this);
    this.live.addEventSource(
      new SqsEventSource(parts.deliveries.queue, {
        batchSize,
        maxConcurrency: workerConcurrency,
        reportBatchItemFailures: true,
      }),
    );
    for (const { lane, queue } of lanes) {
      this.live.addEventSource(
        new SqsEventSource(queue, {
          // One event at a time and invocation: then the limit is exact, and an event that fails holds back its group alone.
          batchSize: 1,
          maxConcurrency: handlersOf(lane),
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
