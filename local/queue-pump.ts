import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { FunctionThread } from './function-thread.ts';

/* Stand-in for Lambda's event source mapping: polls the queue, invokes the worker with a batch, deletes what it did not report as failed. */

/** Few at a time: a run that is killed then has few handlers cut off between their effect and its record. */
const batchSize = 5;
const waitSeconds = 1;

export interface QueuePump {
  /** Resolves when the batches under way are settled. */
  stop(): Promise<void>;
}

/** Starts moving messages from the queue to the worker function. */
export function startQueuePump(
  client: SQSClient,
  queueUrl: string,
  worker: FunctionThread,
): QueuePump {
  let isStopping = false;
  async function poll(): Promise<void> {
    while (!isStopping) {
      try {
        await pumpBatch(client, queueUrl, worker);
      } catch (error) {
        if (isStopping) return;
        process.stderr.write(`queue pump: ${String(error)}\n`);
        await sleep(1000);
      }
    }
  }
  const running = poll();
  return {
    async stop() {
      isStopping = true;
      await running;
    },
  };
}

async function pumpBatch(
  client: SQSClient,
  queueUrl: string,
  worker: FunctionThread,
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
  const event: SQSEvent = { Records: messages.map(toRecord) };
  const { batchItemFailures } = await worker.invoke<SQSBatchResponse>(event);
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

function toRecord(message: Message): SQSRecord {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attributes: (message.Attributes ?? {}) as unknown as SQSRecord['attributes'],
    messageAttributes: {},
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:sallyport-local',
    awsRegion: 'us-east-1',
  };
}
