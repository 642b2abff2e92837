import { newOrder } from '../new-order.ts';
import { refusals } from '../replay-event.ts';
import { runReplay } from '../run-replay.ts';
import type { Target } from '../target.ts';
import type { ReplayReply, ReplayRequest } from './page/api.ts';

const ratePerSecond = 50;

/** Has these events handled again, as `sallyport replay` does: by an order on record, in the name of whoever runs the console. */
export async function replayRecords(
  target: Target,
  { ids, reason }: ReplayRequest,
): Promise<ReplayReply> {
  const order = await newOrder(target, { ids }, reason);
  const results: ReplayReply['results'][number][] = [];
  await runReplay(target, order, {
    ratePerSecond,
    signal: new AbortController().signal,
    onResult: ({ id }, result) => {
      const why = 'why' in result ? { why: `it ${refusals[result.why]}` } : {};
      results.push({ id, result: result.kind, ...why });
    },
  });
  return { replayId: order.replayId, results };
}
