import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamoDb } from './aws/clients.ts';
import { logBurial } from './aws/dead-letter-log.ts';
import { readEnvironment } from './aws/environment.ts';
import { givenUpEvents } from './aws/given-up-events.ts';
import { readQueueMessage } from './aws/queue-message.ts';
import { toBatchResponse } from './aws/sqs-batch.ts';
import { type DeadLetters, giveUp } from './dead-letters/give-up.ts';
import { systemClock } from './model/time.ts';

/* Composition root of the dead-letter function: environment → adapters → giveUp(). */

const environment = readEnvironment('dead-letters');

const deadLetters: DeadLetters = {
  maxAttempts: Number(environment.maxAttempts),
  readMessage: readQueueMessage,
  events: givenUpEvents(
    { client: dynamoDb('working'), table: environment.auditTable },
    systemClock,
  ),
};

/** Works off one batch of dead letters; what cannot be seen to stays in the dead-letter queue. */
export async function handler(batch: SQSEvent): Promise<SQSBatchResponse> {
  const burials = await Promise.all(
    batch.Records.map(({ messageId, body }) => giveUp({ messageId, text: body }, deadLetters)),
  );
  for (const burial of burials) logBurial(burial, environment.stage, systemClock.nowMs());
  return toBatchResponse(burials);
}
