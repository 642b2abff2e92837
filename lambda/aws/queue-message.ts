import * as v from 'valibot';
import type { EventKey } from '../model/delivery.ts';

const schema = v.strictObject({
  version: v.literal(1),
  sourceId: v.pipe(v.string(), v.nonEmpty()),
  idempotencyKey: v.pipe(v.string(), v.nonEmpty()),
});

/** Wire form of an event key on the queue. The key alone travels: no size limit, no personal data in queues. */
export function writeQueueMessage(key: EventKey): string {
  const message: v.InferOutput<typeof schema> = { version: 1, ...key };
  return JSON.stringify(message);
}

/** The key in a queue message, or undefined when the text is not one of ours. */
export function readQueueMessage(text: string): EventKey | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return undefined;
  return { sourceId: parsed.output.sourceId, idempotencyKey: parsed.output.idempotencyKey };
}
