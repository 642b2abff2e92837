import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { environmentOf } from '../functions/function-environment.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';

const batchSize = 10;
/** Batches of each queue at a time: Lambda's least, and dead letters are rare. */
const maxConcurrency = 2;

/** The function that marks events as failed whose messages the queue gave up. */
export class DeadLetterFunction extends ReceiverFunction {
  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'dead-letters',
      receiver: { sources: [], handlers: [] },
      timeout: settings.deadLettersTimeout,
      memoryMb: 256,
      concurrency: maxConcurrency * parts.deliveries.allDeadLetters.length,
      settings: parts.functions,
      environment: environmentOf('dead-letters', parts),
      statements: statementsOf(parts),
    });
    for (const queue of parts.deliveries.allDeadLetters) {
      // A letter that cannot be seen to stays in the dead-letter queue, where the alarm sees it.
      this.function.addEventSource(
        new SqsEventSource(queue, { batchSize, maxConcurrency, reportBatchItemFailures: true }),
      );
    }
  }
}

const statementsOf = ({ auditTable, deliveries, key }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: deliveries.allDeadLetters.map(({ queueArn }) => queueArn),
  }),
  key.readingFrom('sqs'),
];
