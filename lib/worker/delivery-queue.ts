import type { Key } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { settings } from '../settings.ts';

export interface DeliveryQueueProps {
  /** Encrypts the messages. */
  readonly key: Key;
}

/** Keys of events on their way to the worker, and the dead-letter queue for those that failed too often. */
export class DeliveryQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { key }: DeliveryQueueProps) {
    super(scope, id);
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
    } as const;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...common,
      retentionPeriod: settings.deadLetterRetention,
    });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      retentionPeriod: settings.queueRetention,
      visibilityTimeout: settings.visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxReceiveCount },
    });
  }
}
