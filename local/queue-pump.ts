import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionThread } from './function-thread.ts';

/* Stand-in for Lambda's event source mapping: polls the queue, invokes the function with a batch, deletes what it did not report as failed. */

const waitSeconds = 1;

export interface QueuePump {
  /** Resolves when the batches under way are settled. */
  stop(): Promise<void>;
}

interface Pumping {
  readonly queueUrl: string;
  readonly function: FunctionThread;
  readonly batchSize: number;
  /** Batches under way at a time. */
  readonly width: number;
}

/** Starts moving messages from a queue to a function. */
export function startQueuePump(client: SQSClient, pumping: Pumping): QueuePump {
  let isStopping = false;
  async function poll(): Promise<void> {
    while (!isStopping) {
      try {
        await pumpBatch(client, pumping);
      } catch (error) {
        if (isStopping) return;
        process.stderr.write(`queue pump: ${String(error)}\n`);
        await sleep(1000);
      }
    }
  }
  const running = Array.from({ length: pumping.width }, poll);
  return {
    async stop() {
      isStopping = true;
      await Promise.all(running);
    },
  };
}

async function pumpBatch(
  client: SQSClient,
  { queueUrl, function: target, batchSize }: Pumping,
): Promise<void> {
  const { Messages: messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  if (messages.length === 0) return;
  const arn = `arn:aws:sqs:us-east-1:000000000000:${queueUrl.replace(/.*\//, '')}`;
  const event: SQSEvent = { Records: messages.map((message) => toRecord(message, arn)) };
  const { batchItemFailures } = await target.invoke<SQSBatchResponse>(event);
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  const done = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
  if (done.length === 0) return;
  await client.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: done.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle })),
    }),
  );
}

function toRecord(message: Message, eventSourceARN: string): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: (message.Attributes ?? {}) as unknown as SQSRecord['attributes'],
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: 'us-east-1',
  };
}
