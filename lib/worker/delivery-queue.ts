import type { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { laneQueueName, lanesOf } from '../../lambda/model/lane.ts';
import type { Lane, Source } from '../../lambda/model/source.ts';
import { settings } from '../settings.ts';

export interface DeliveryQueueProps {
  /** Encrypts the messages. */
  readonly key: Key;
  readonly stageName: string;
  readonly sources: readonly Source[];
  /** How long a message stays hidden from other workers once one has it. */
  readonly visibilityTimeout: Duration;
}

/** The queue of one source or destination that keeps its order or limits what runs at a time. */
export interface LaneQueue {
  readonly lane: Lane;
  readonly queue: Queue;
}

/** Keys of events on their way to the worker: one queue for all sources and one for each that has a lane; and the dead-letter queues behind them. */
export class DeliveryQueue extends Construct {
  readonly queue: Queue;
  readonly lanes: readonly LaneQueue[];
  readonly deadLetters: Queue;
  /** Present where a source keeps its order: such a queue's dead letters must keep theirs. */
  readonly orderedDeadLetters?: Queue;

  constructor(scope: Construct, id: string, props: DeliveryQueueProps) {
    super(scope, id);
    const { key, stageName, sources, visibilityTimeout } = props;
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
    } as const;
    const dead = {
      ...common,
      retentionPeriod: settings.deadLetterRetention,
      visibilityTimeout: settings.deadLetterVisibility,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', dead);
    const owned = sources.flatMap(lanesOf);
    if (owned.some(({ lane }) => lane.orderedBy !== undefined)) {
      this.orderedDeadLetters = new Queue(this, 'OrderedDeadLetters', { ...dead, fifo: true });
    }
    const live = (deadLetters: Queue): QueueProps => ({
      ...common,
      retentionPeriod: settings.queueRetention,
      visibilityTimeout,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: settings.maxReceiveCount },
    });
    this.queue = new Queue(this, 'Queue', live(this.deadLetters));
    this.lanes = owned.flatMap(({ id: owner, lane }) => {
      const queueName = laneQueueName(stageName, { id: owner, lane });
      if (queueName === undefined) return [];
      const isOrdered = lane.orderedBy !== undefined;
      const deadLetters = (isOrdered && this.orderedDeadLetters) || this.deadLetters;
      const queue = new Queue(this, `Lane-${owner}`, {
        ...live(deadLetters),
        queueName,
        ...(isOrdered ? { fifo: true } : {}),
      });
      return [{ lane, queue }];
    });
  }

  /** ARNs of all queues that deliveries are put on. */
  get queueArns(): string[] {
    return [this.queue, ...this.lanes.map(({ queue }) => queue)].map(({ queueArn }) => queueArn);
  }

  get allDeadLetters(): readonly Queue[] {
    return [this.deadLetters, ...(this.orderedDeadLetters ? [this.orderedDeadLetters] : [])];
  }
}
