import { queueUrls } from '../../../lambda/aws/queue-urls.ts';
import { laneQueueName } from '../../../lambda/model/lane.ts';
import type { Lane } from '../../../lambda/model/source.ts';

const byAccount: Lane = { orderedBy: { json: 'account' } };
const limited: Lane = { concurrency: 4 };
const [longestStage, longestId] = ['s'.repeat(24), 'i'.repeat(48)];

test.each<[string, Lane | undefined, string | undefined]>([
  ['no lane', undefined, undefined],
  ['a limit', limited, 'sallyport_test_bank'],
  ['an order', byAccount, 'sallyport_test_bank.fifo'],
  ['an order of all events', { orderedBy: 'source' }, 'sallyport_test_bank.fifo'],
  ['an order and a limit', { ...byAccount, ...limited }, 'sallyport_test_bank.fifo'],
])('a source with %s has the queue that its lane asks for', (_name, lane, name) => {
  expect(laneQueueName('test', { id: 'bank', ...(lane && { lane }) })).toBe(name);
});

test.each([limited, byAccount])('no two pairs of stage and source have one queue: %j', (lane) => {
  const pairs = [
    ['a', 'b-c'],
    ['a-b', 'c'],
    ['a-', 'b-c'],
    ['a', '0-b-c'],
    ['a-0', 'b-c'],
    ['a-0-b', 'c'],
  ] as const;
  const names = pairs.map(([stage, id]) => laneQueueName(stage, { id, lane }));
  expect(new Set(names).size).toBe(pairs.length);
});

test.each([limited, byAccount])(
  'the name is one that SQS takes when stage and source id are as long as can be: %j',
  (lane) => {
    const [name = '', other = ''] = [longestId, `${longestId.slice(1)}j`].map((id) =>
      laneQueueName(longestStage, { id, lane }),
    );
    expect(name).toMatch(/^[A-Za-z0-9_-]{1,75}(\.fifo)?$/);
    expect(name.length).toBeLessThanOrEqual(80);
    expect(name.endsWith('.fifo')).toBe(lane === byAccount);
    expect(other).not.toBe(name);
    const urls = queueUrls('https://sqs/1/main', longestStage, [{ id: longestId, lane }]);
    expect(urls.of({ sourceId: longestId })).toBe(`https://sqs/1/${name}`);
  },
);

test('a name is whole as long as it fits', () => {
  const id = 'i'.repeat(80 - 'sallyport_test_.fifo'.length);
  expect(laneQueueName('test', { id, lane: byAccount })).toBe(`sallyport_test_${id}.fifo`);
  expect(laneQueueName('test', { id: `${id}i`, lane: byAccount })).toMatch(
    /^sallyport_test_[0-9a-f]{16}\.fifo$/,
  );
});
