import { isAsExpected, type Reply, sendSample } from '../send-sample.ts';
import { sourceOf, type Target } from '../target.ts';
import type { SampleReply, SampleWish } from './page/api.ts';

/** Sends the source a sample, as `sallyport send` does. */
export async function sendTest(target: Target, wish: SampleWish): Promise<SampleReply> {
  const { source, tenant, fault, type, id } = wish;
  const replies: Reply[] = await Array.fromAsync(
    sendSample(target, sourceOf(target, source), {
      ...(tenant && { tenant }),
      ...(fault && { fault }),
      ...(type && { eventType: type }),
      ...(id && { eventId: id }),
    }),
  );
  return { replies, isAsExpected: replies.every((reply) => isAsExpected(reply, fault)) };
}
