import { type CfnElement, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { auditTable as schema } from '../../lambda/model/audit-table.ts';
import type { Source } from '../../lambda/model/source.ts';
import { acknowledgeWildcard } from '../acknowledgements.ts';
import { receiverFileName } from '../functions/function-bundle.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';

/** The function that brings overdue events back to the queue, each minute. */
export class SweeperFunction extends ReceiverFunction {
  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'sweeper',
      receiver: { sources: parts.receiver.sources.filter(hasLane), handlers: [] },
      timeout: settings.sweeperTimeout,
      memoryMb: 256,
      environment: {
        stage: parts.stageName,
        receiverFile: receiverFileName,
        auditTable: parts.auditTable.table.tableName,
        deliveryQueueUrl: parts.deliveries.queue.queueUrl,
        reenqueueAfterSeconds: String(settings.reenqueueAfter.toSeconds()),
      },
      statements: statementsOf(parts),
    });
    const functionId = Stack.of(this).getLogicalId(this.function.node.defaultChild as CfnElement);
    acknowledgeWildcard(
      // The scheduler's role stands beside the schedule's target, at the stack.
      Stack.of(this),
      `<${functionId}.Arn>:*`,
      'the schedule may invoke any version of the one function it is for',
    );
    new Schedule(this, 'Schedule', {
      schedule: ScheduleExpression.rate(settings.sweepEvery),
      // A run that failed is not repeated: the next one is a minute away.
      target: new LambdaInvoke(this.function, { retryAttempts: 0 }),
      description: 'Sallyport: brings overdue events back to the queue',
    });
  }
}

/** Where an overdue event goes depends on its source; those that share a queue need no mention. */
const hasLane = ({ lane }: Source): boolean => lane !== undefined;

const statementsOf = ({ auditTable, deliveries, key }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${auditTable.table.tableArn}/index/${schema.open.name}`],
  }),
  new PolicyStatement({
    actions: ['dynamodb:UpdateItem'],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: deliveries.queueArns }),
  key.writingTo('sqs'),
];
