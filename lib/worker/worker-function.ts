import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Lane } from '../../lambda/model/source.ts';
import { environmentOf } from '../functions/function-environment.ts';
import { liveAlias, ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { workerStatements } from './worker-statements.ts';

const batchSize = 10;

/** Handlers of a lane that run at a time. One that says nothing gets ten; one that keeps the order of all its events has no use for more than one, and Lambda's least is two. */
const handlersOf = ({ concurrency, orderedBy }: Lane): number =>
  concurrency ?? (orderedBy === 'source' ? 2 : 10);

/** The function that runs the team's handlers. */
export class WorkerFunction extends ReceiverFunction {
  /** What the queues invoke. */
  readonly live: Alias;

  /** @param callbacksUrl where callbacks are answered, up to the source: for handlers that mint some */
  constructor(scope: Construct, id: string, parts: ReceiverParts, callbacksUrl: string) {
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
      environment: environmentOf('worker', parts, { callbacksUrl }),
      statements: workerStatements(parts),
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
