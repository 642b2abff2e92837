import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ReceiverParts } from '../receiver-parts.ts';
import { destinationStatements } from './destination-statements.ts';
import { waiterStatements } from './waiter-statements.ts';

/** All that the worker may do: take events from the queues, read and settle them, and send them to where they are to go. */
export function workerStatements(parts: ReceiverParts): readonly PolicyStatement[] {
  const { sources } = parts.receiver;
  const hasCallbacks = sources.some(({ callbacks }) => callbacks);
  const hasDestinations = sources.some(({ destinations = [] }) => destinations.length > 0);
  return [
    ...handlingStatements(parts),
    // Events of a source with destinations, and answers that somebody waits for, are put on the queue once more for each way.
    ...(hasCallbacks || hasDestinations
      ? forwardingStatements(parts)
      : [parts.key.readingFrom('sqs')]),
    ...destinationStatements(sources),
    ...signingStatements(parts),
    ...(hasCallbacks ? waiterStatements(parts) : []),
  ];
}

const handlingStatements = ({ auditTable, bodies, deliveries, key }: ReceiverParts) => [
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
];

const forwardingStatements = ({ auditTable, deliveries, key }: ReceiverParts) => [
  new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [auditTable.table.tableArn] }),
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: deliveries.queueArns }),
  key.writingTo('sqs'),
];

const signingStatements = ({ destinationSecrets, key }: ReceiverParts) =>
  destinationSecrets.arns.length === 0
    ? []
    : [
        new PolicyStatement({
          actions: ['secretsmanager:GetSecretValue'],
          resources: [...destinationSecrets.arns],
        }),
        key.readingFrom('secretsmanager'),
      ];
