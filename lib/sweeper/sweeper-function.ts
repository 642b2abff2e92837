import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { auditTable as schema } from '../../lambda/model/audit-table.ts';
import type { Source } from '../../lambda/model/source.ts';
import { receiverFileName } from '../functions/function-bundle.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';
import { SweepSchedule } from './sweep-schedule.ts';

/** The function that brings overdue events back to the queue, each minute. */
export class SweeperFunction extends ReceiverFunction {
  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'sweeper',
      receiver: { sources: parts.receiver.sources.filter(hasLane), handlers: [] },
      timeout: settings.sweeperTimeout,
      memoryMb: 256,
      // A run ends before the next one is due.
      concurrency: 1,
      settings: parts.functions,
      environment: {
        stage: parts.stageName,
        receiverFile: receiverFileName,
        auditTable: parts.auditTable.table.tableName,
        deliveryQueueUrl: parts.deliveries.queue.queueUrl,
        reenqueueAfterSeconds: String(settings.reenqueueAfter.toSeconds()),
      },
      statements: statementsOf(parts),
    });
    new SweepSchedule(this, 'Sweeps', {
      sweeper: this.function,
      isEnabled: !parts.functions.isStandby,
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
