import * as v from 'valibot';
import type { EventKey } from '../model/delivery.ts';
import type { Strength } from '../model/source.ts';

const schema = v.strictObject({
  version: v.literal(1),
  sourceId: v.pipe(v.string(), v.nonEmpty()),
  idempotencyKey: v.pipe(v.string(), v.nonEmpty()),
  destination: v.optional(v.pipe(v.string(), v.nonEmpty())),
  strength: v.picklist(['signed', 'token', 'address']),
});

/**
 * Wire form of an event on the queue: its key, and how strong its proof was for whoever looks at the queue. No body and no header travels: no
 * size limit, no personal data in queues. What the worker goes by stands on the record.
 */
export function writeQueueMessage(key: EventKey, strength: Strength): string {
  const message: v.InferOutput<typeof schema> = { version: 1, ...key, strength };
  return JSON.stringify(message);
}

/** The key in a queue message, or undefined when the text is not one of ours. */
export function readQueueMessage(text: string): EventKey | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (!parsed.success) return undefined;
  const { sourceId, idempotencyKey, destination } = parsed.output;
  return { sourceId, idempotencyKey, ...(destination === undefined ? {} : { destination }) };
}
