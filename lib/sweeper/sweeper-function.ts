import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { auditTable as schema } from '../../lambda/model/audit-table.ts';
import { lanesOf } from '../../lambda/model/lane.ts';
import type { Source } from '../../lambda/model/source.ts';
import { environmentOf } from '../functions/function-environment.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';
import { SweepSchedule } from './sweep-schedule.ts';

/** The function that brings overdue events back to the queue, each minute. */
export class SweeperFunction extends ReceiverFunction {
  constructor(scope: Construct, id: string, parts: ReceiverParts) {
    super(scope, id, {
      name: 'sweeper',
      receiver: { sources: parts.receiver.sources.filter(concernsSweeper), handlers: [] },
      timeout: settings.sweeperTimeout,
      memoryMb: 256,
      // A run ends before the next one is due.
      concurrency: 1,
      settings: parts.functions,
      environment: environmentOf('sweeper', parts),
      statements: statementsOf(parts),
    });
    new SweepSchedule(this, 'Sweeps', {
      sweeper: this.function,
      isEnabled: !parts.functions.isStandby,
    });
  }
}

/** Where an overdue event goes depends on its source, and who answers for a callback that nobody answered; those that share a queue need no mention. */
const concernsSweeper = (source: Source): boolean =>
  lanesOf(source).length > 0 || source.callbacks !== undefined;

const statementsOf = ({ auditTable, deliveries, key, receiver }: ReceiverParts) => [
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [`${auditTable.table.tableArn}/index/${schema.open.name}`],
  }),
  new PolicyStatement({
    actions: [
      'dynamodb:UpdateItem',
      // Also of a source that has no callbacks any more: those that are still open must be closed.
      'dynamodb:GetItem',
      ...(receiver.sources.some(({ callbacks }) => callbacks) ? ['dynamodb:PutItem'] : []),
    ],
    resources: [auditTable.table.tableArn],
  }),
  key.tableUse(),
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: deliveries.queueArns }),
  key.writingTo('sqs'),
];
