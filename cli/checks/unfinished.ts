import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { encodeTime } from 'ulid';
import { openEvents } from '../../lambda/aws/open-events.ts';
import { minutesToMs } from '../../lambda/model/time.ts';
import { readerOf } from '../audit-reader.ts';
import { type Check, type Finding, findingsOf } from '../check.ts';
import { permitted } from '../not-permitted.ts';
import type { Target } from '../target.ts';

const hourMs = minutesToMs(60);
/** The sweeper moves a due date out by an hour at most; after so many times, 1, 2, 4 … 32 minutes apart, an hour has passed. */
const longestSweepMs = hourMs;
const sweepsOfAnHour = 6;
/** Open events that are looked at, those due first; more are as bad. */
const lookedThroughOpen = 500;
/** Records of the last day that are looked through, the newest first. */
const lookedThrough = 5000;

export const unfinished: Check = {
  id: 'unfinished',
  title: 'no accepted event is stuck, failed or left in a dead-letter queue',
  run: (target, { clock }) =>
    findingsOf([
      { subject: 'open events', look: () => overdueOf(target, clock.nowMs()) },
      { subject: 'failed events', look: () => failedOf(target, clock.nowMs()) },
      { subject: 'dead-letter queues', look: () => lettersOf(target) },
    ]),
};

/** One that nobody swept for an hour, or that was swept in vain for as long: its due date moves out each time. */
async function overdueOf(target: Target, nowMs: number): Promise<readonly Finding[]> {
  const open = openEvents({ client: target.dynamoDb, table: target.auditTable });
  const { events, isAll } = await permitted(
    'dynamodb:Query',
    open.overdue(nowMs + longestSweepMs, lookedThroughOpen),
  );
  const late = events.filter(
    ({ dueAtMs, sweeps }) => dueAtMs < nowMs - hourMs || sweeps >= sweepsOfAnHour,
  );
  const [first] = late;
  if (first === undefined) {
    return [{ result: 'pass', finding: 'none has been overdue for more than an hour' }];
  }
  return [
    {
      result: 'fail',
      finding: `${late.length} overdue for more than an hour${isAll ? '' : ', and perhaps more'} (source ${first.key.sourceId})`,
      remedy:
        'either the sweeper does not run, or the worker does not get to them: see SweeperSilent, Stuck and QueueAge in docs/runbook.md',
    },
  ];
}

async function failedOf(target: Target, nowMs: number): Promise<readonly Finding[]> {
  const { seen, failed } = await permitted('dynamodb:BatchGetItem', countFailed(target, nowMs));
  const among =
    seen === lookedThrough ? `the newest ${seen} records of the last day` : 'the last day';
  if (failed === 0) return [{ result: 'pass', finding: `none in ${among}` }];
  return [
    {
      result: 'warn',
      finding: `${failed} in ${among}: what they should have done has not been done`,
      remedy: 'sallyport dlq list says why; mend it, then sallyport dlq redrive --reason TEXT',
    },
  ];
}

async function countFailed(target: Target, nowMs: number) {
  const sources = target.sources.map(({ id }) => id);
  const sinceId = encodeTime(nowMs - 24 * hourMs, 10);
  let [seen, failed] = [0, 0];
  for await (const { status } of readerOf(target).list({ sources, sinceId })) {
    seen += 1;
    failed += status === 'failed' ? 1 : 0;
    if (seen === lookedThrough) break;
  }
  return { seen, failed };
}

async function lettersOf(target: Target): Promise<readonly Finding[]> {
  const counts = await Promise.all(
    target.places().deadLetterUrls.map(async (QueueUrl) => {
      const command = new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const { Attributes = {} } = await permitted(
        'sqs:GetQueueAttributes',
        target.sqs.send(command),
      );
      return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
    }),
  );
  const waiting = counts.reduce((sum, count) => sum + count, 0);
  if (waiting === 0) return [{ result: 'pass', finding: 'empty' }];
  return [
    {
      result: 'warn',
      finding: `${waiting} messages wait that the dead-letter function has not seen to`,
      remedy:
        "they are none of ours, or the table does not answer: see the function's log, and DeadLetterQueueNotEmpty in docs/runbook.md",
    },
  ];
}
