import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ulid } from 'ulid';
import { clock } from '../../cli/checks/clock.ts';
import { handlers } from '../../cli/checks/handlers.ts';
import { unfinished } from '../../cli/checks/unfinished.ts';
import { listHandlers } from '../../lambda/config/list-handlers.ts';
import { listingShard, openShard, shardOf } from '../../lambda/model/audit-table.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../support/audit-table.ts';
import { type AwsStandIn, awsStandIn, refused } from '../support/aws-stand-in.ts';
import { diagnose, nowhere, stackOf, targetAt } from '../support/doctor.ts';
import { temporaryData } from '../support/local-run.ts';

/* Checks of what a receiver does while it runs: handlers, events and queues, the clock. */

const temporary = temporaryData();
let aws: AwsStandIn;
let storage: TestStorage;
beforeAll(async () => {
  aws = await awsStandIn();
  storage = await testStorage();
});
afterAll(async () => {
  aws.stop();
  await storage.stop();
  await stopObjectServer();
  temporary.remove();
});

const bank = { token: { header: 'X-Secret' } };

describe('handlers', () => {
  /** Looks at handlers with these texts, for sources `bank` and `stripe`. */
  const look = (...texts: readonly string[]) => {
    const folder = join(temporary.path, ulid());
    mkdirSync(folder, { recursive: true });
    texts.forEach((text, at) => {
      writeFileSync(join(folder, `handler-${at}.ts`), text);
    });
    const target = targetAt(nowhere, { bank, stripe: { provider: 'stripe' } });
    return diagnose(handlers, target, { handlers: listHandlers(folder) });
  };
  const ofSource = (source: string) =>
    `import { defineHandler } from '${resolve('lambda/worker/handler.ts')}';
     export const handler = defineHandler({ source: '${source}', handle() {} });`;

  test('pass when every source has one', async () => {
    const { findings } = await look(ofSource('bank'), ofSource('stripe'));
    expect(findings).toEqual(['pass: 2 sources, each with a handler']);
    expect((await look(ofSource('*'))).findings).toEqual(['pass: 2 sources, each with a handler']);
  });

  test('fail when one names a source that is not configured', async () => {
    const { findings, remedies } = await look(ofSource('*'), ofSource('bnak'));
    expect(findings).toEqual([expect.stringMatching(/^fail bnak: a handler takes its events/)]);
    expect(remedies).toContain('configured are bank, stripe');
  });

  test('warn when no handler takes the events of a source', async () => {
    const { findings } = await look(ofSource('bank'));
    expect(findings).toEqual([expect.stringMatching(/^warn stripe: no handler takes its events/)]);
  });

  test('fail when they cannot be loaded', async () => {
    const { findings } = await look('throw new Error("no database");');
    expect(findings).toEqual(['fail: the handlers cannot be loaded: no database']);
  });

  test('not applicable when a stack is looked at', async () => {
    const { findings } = await diagnose(handlers, targetAt(nowhere, { bank }), {
      stack: stackOf({}),
    });
    expect(findings).toEqual([expect.stringMatching(/^not-applicable: /)]);
  });
});

describe('unfinished', () => {
  const hour = 3_600_000;
  const put = (item: Readonly<Record<string, unknown>>) => {
    const { client, table } = storage.table;
    return client.send(new PutItemCommand({ TableName: table, Item: marshall(item) }));
  };
  const openSince = (agoMs: number, sweeps = 0) =>
    put({
      pk: `bank#id:${ulid()}`,
      sk: 'event',
      openShard: openShard(3),
      dueAtMs: Date.now() - agoMs,
      sweeps,
      strength: 'token',
    });
  const received = (status: string, agoMs: number) => {
    const id = ulid(Date.now() - agoMs);
    const shard = listingShard('bank', shardOf(id));
    return put({ pk: `bank#id:${id}`, sk: 'event', id, listingShard: shard, status });
  };
  const look = async (letters = ['0', '0']) => {
    const [ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible] = letters;
    aws.answers.set('GetQueueAttributes', () => ({
      Attributes: { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible },
    }));
    const target = targetAt(aws.url, { bank }, { dynamoDb: storage.table.client });
    return diagnose(unfinished, target);
  };

  test('pass when nothing is overdue, failed or left', async () => {
    await openSince(hour - 60_000);
    await received('failed', 25 * hour);
    await received('done', hour);
    const { findings } = await look();
    expect(findings).toEqual([
      'pass open events: none has been overdue for more than an hour',
      'pass failed events: none in the last day',
      'pass dead-letter queues: empty',
    ]);
  });

  test('fail when an event is overdue for more than an hour', async () => {
    await openSince(hour + 60_000);
    const { findings, remedies } = await look();
    expect(findings[0]).toMatch(/^fail open events: 1 overdue .* \(source bank\)$/);
    expect(remedies).toContain('SweeperSilent');
  });

  test('fail when an event was swept in vain for an hour, although it is not due yet', async () => {
    await openSince(-hour / 2, 6);
    await openSince(-hour / 2, 5);
    const { findings } = await look();
    expect(findings[0]).toMatch(/^fail open events: 2 overdue /);
  });

  test('warn when an event failed in the last day', async () => {
    await received('failed', 2 * hour);
    const { findings, remedies } = await look();
    expect(findings[1]).toMatch(/^warn failed events: 1 in the last day/);
    expect(remedies).toContain('sallyport dlq list');
  });

  test('warn when messages wait in a dead-letter queue, visible or not', async () => {
    const { findings } = await look(['2', '1']);
    expect(findings[2]).toMatch(/^warn dead-letter queues: 3 messages wait/);
  });

  test('warn with the IAM actions when nothing may be looked at', async () => {
    for (const operation of ['Query', 'BatchGetItem']) {
      aws.answers.set(operation, () => refused('dynamodb:Query'));
    }
    aws.answers.set('GetQueueAttributes', () => refused('sqs:GetQueueAttributes'));
    const { findings } = await diagnose(unfinished, targetAt(aws.url, { bank }));
    expect(findings).toEqual([
      'warn open events: not checked: dynamodb:Query is not allowed',
      'warn failed events: not checked: dynamodb:Query is not allowed',
      'warn dead-letter queues: not checked: sqs:GetQueueAttributes is not allowed',
    ]);
  });
});

describe('clock', () => {
  const look = async (aheadMs: number) => {
    aws.aheadMs = aheadMs;
    aws.answers.set('DescribeTable', () => ({ Table: {} }));
    const result = await diagnose(clock, targetAt(aws.url, { bank }));
    aws.aheadMs = 0;
    return result;
  };

  test.each([
    [0, /^pass: [01] s (?:behind|ahead of) /],
    [-27_000, /^pass: 2[678] s ahead of /],
    [35_000, /^warn: 3[456] s behind .*: what is signed or judged here is taken for stale/],
    [-400_000, /^fail: (?:399|40[01]) s ahead of .*: .* from the future/],
  ])('finds what AWS is ahead: %d ms', async (aheadMs, expected) => {
    expect((await look(aheadMs)).findings).toEqual([expect.stringMatching(expected)]);
  });

  test('is checked when the call is refused: a refusal bears a date too', async () => {
    aws.answers.set('DescribeTable', () => refused('dynamodb:DescribeTable'));
    const { findings } = await diagnose(clock, targetAt(aws.url, { bank }));
    expect(findings).toEqual([expect.stringMatching(/^pass: /)]);
  });
});
