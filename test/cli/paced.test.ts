import { setTimeout as sleep } from 'node:timers/promises';
import { type Pace, paced } from '../../cli/paced.ts';

async function* count(to: number): AsyncGenerator<number> {
  for (let item = 1; item <= to; item += 1) yield item;
}

const never = new AbortController().signal;
const fast: Pace = { ratePerSecond: 1000, width: 4, signal: never };

test('every item is told of in order when later ones are done first', async () => {
  const finished: number[] = [];
  const told: [number, string][] = [];
  await paced(count(8), fast, {
    work: async (item) => {
      await sleep(item % 4 === 1 ? 60 : 5);
      finished.push(item);
      return `result ${item}`;
    },
    onDone: (item, result) => {
      told.push([item, result]);
    },
  });
  expect(finished[0]).not.toBe(1);
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((item) => [item, `result ${item}`]));
});

test('never more than the width are under way when the work is slow', async () => {
  let underWay = 0;
  let most = 0;
  await paced(count(12), fast, {
    work: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await sleep(10);
      underWay -= 1;
    },
    onDone: () => {},
  });
  expect(most).toBe(4);
});

const begunAt = async (pace: Pace, items: number, work: (item: number) => Promise<void>) => {
  const begun: number[] = [];
  await paced(count(items), pace, {
    work: (item) => {
      begun.push(performance.now());
      return work(item);
    },
    onDone: () => {},
  });
  return begun;
};

test('items are begun no faster than the rate when the work is fast', async () => {
  const begun = await begunAt({ ...fast, ratePerSecond: 50 }, 21, async () => {});
  expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(395);
});

test('the time that a slow item took is not made up for with a burst', async () => {
  const stall = (item: number) => sleep(item === 1 ? 500 : 0);
  const begun = await begunAt({ ...fast, ratePerSecond: 20, width: 1 }, 12, stall);
  // Ten intervals of 50 ms, less what a late timer may make up for.
  expect((begun.at(-1) ?? 0) - (begun[1] ?? 0)).toBeGreaterThanOrEqual(350);
});

test('the run ends before the next item when it is aborted, and what is under way is told of', async () => {
  const controller = new AbortController();
  const begun: number[] = [];
  const told: number[] = [];
  await paced(
    count(100),
    { ...fast, signal: controller.signal },
    {
      work: async (item) => {
        begun.push(item);
        if (item === 10) controller.abort();
        await sleep(20);
      },
      onDone: (item) => {
        told.push(item);
      },
    },
  );
  expect(begun.at(-1)).toBe(10);
  expect(told).toEqual(begun);
});

test('an abort is heeded at once when the next item is due much later', async () => {
  const slow = { ...fast, ratePerSecond: 0.01, signal: AbortSignal.timeout(50) };
  const startedAt = performance.now();
  expect(await begunAt(slow, 3, async () => {})).toHaveLength(1);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

/** Runs ten items of which some fail; `told` are those that `onDone` heard of. */
async function withFailures(failing: readonly number[], width: number) {
  const finished: number[] = [];
  const told: number[] = [];
  const run = paced(
    count(10),
    { ...fast, width },
    {
      work: async (item) => {
        await sleep(failing.includes(item) ? 30 : 60);
        finished.push(item);
        if (failing.includes(item)) throw new Error(`item ${item} failed`);
      },
      onDone: (item) => {
        told.push(item);
      },
    },
  );
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, finished: finished.toSorted((a, b) => a - b), told };
}

test.each([
  ['a full width is under way', 4],
  ['everything is under way', 20],
])('the first failure ends the run behind the last good item when %s', async (_when, width) => {
  const { error, finished, told } = await withFailures([3, 4], width);
  expect(error).toEqual(new Error('item 3 failed'));
  // Told of no item behind the failed one: a run that is taken up behind the last must come to it.
  expect(told).toEqual([1, 2]);
  // Whatever was begun is finished.
  const begun = width === 4 ? 6 : 10;
  expect(finished).toEqual(Array.from({ length: begun }, (_, at) => at + 1));
});

test('no more is told of when telling fails', async () => {
  const told: number[] = [];
  const run = paced(count(10), fast, {
    work: async (item) => item,
    onDone: (item) => {
      told.push(item);
      if (item === 2) throw new Error('cannot be written down');
    },
  });
  await expect(run).rejects.toThrow('cannot be written down');
  expect(told).toEqual([1, 2]);
});

test('an item is told of at once when it is done and the next one is due later', async () => {
  const told: number[] = [];
  const run = paced(
    count(2),
    { ...fast, ratePerSecond: 1 },
    {
      work: async (item) => item,
      onDone: (item) => {
        told.push(item);
      },
    },
  );
  await sleep(300);
  expect(told).toEqual([1]);
  await run;
});

test('what is under way is told of when the list of items breaks off', async () => {
  async function* broken() {
    yield* count(3);
    throw new Error('the table does not answer');
  }
  const told: number[] = [];
  const run = paced(broken(), fast, {
    work: () => sleep(20),
    onDone: (item) => {
      told.push(item);
    },
  });
  await expect(run).rejects.toThrow('the table does not answer');
  expect(told).toEqual([1, 2, 3]);
});
