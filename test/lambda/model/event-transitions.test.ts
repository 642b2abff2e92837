import { type EventTransition, eventTransitions } from '../../../lambda/model/event-transitions.ts';

/* What the table of an event's changes promises as a whole; test/lambda/aws/transitions.test.ts runs each row. */

const rows: readonly [string, EventTransition][] = Object.entries(eventTransitions);
const settled = ['done', 'failed'];

test('an event has one beginning, and so has its way to a destination', () => {
  const beginnings = rows.filter(([, { from }]) => from.includes('absent'));
  expect(beginnings.map(([name, { by, to }]) => [name, by, to])).toEqual([
    ['record', 'ingress', 'received'],
    ['forward', 'worker', 'received'],
  ]);
});

test('only an operator takes an event out of done or failed', () => {
  const leaving = rows.filter(
    ([, { from, to }]) => to !== 'same' && from.some((state) => settled.includes(state)),
  );
  expect(leaving.map(([name, { by }]) => [name, by])).toEqual([['replay', 'operator']]);
});

test('every change that settles an event notes it, ends the claim and takes it from the sweeper', () => {
  const ends = rows.filter(([, { to }]) => settled.includes(to));
  expect(ends.map(([name]) => name)).toEqual(['complete', 'fail', 'giveUp']);
  for (const [, { update }] of ends) {
    expect(update).toContain('history = list_append');
    expect(update).toMatch(/ REMOVE claimToken, claimedUntilMs, openShard, dueAtMs$/);
  }
});

test('an event is listed as failed as long as it is', () => {
  for (const [, { to, update }] of rows)
    expect(update?.includes('failedShard = openShard') ?? false).toBe(to === 'failed');
  expect(eventTransitions.replay.update).toMatch(/ REMOVE [^:]*\bfailedShard\b/);
});

test('no change takes an entry out of the history, or puts one in front', () => {
  const touching = rows.flatMap(([, { update = '' }]) => update.match(/history\b[^R]*/g) ?? []);
  expect(touching.length).toBeGreaterThan(0);
  for (const text of touching)
    expect(text.trim()).toBe('history = list_append(if_not_exists(history, :nothing), :entry)');
});

test('every change of what is there says what must be true before', () => {
  for (const [, { condition, update }] of rows)
    if (update !== undefined) expect(condition).toMatch(/#status|attribute_exists/);
});
