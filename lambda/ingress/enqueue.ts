import type { QueuedDelivery, RecordedDelivery } from '../model/delivery.ts';
import type { DeliveryQueue } from './ports.ts';

/** Puts the event's key on the queue, unless the event is already in safe hands. */
export async function enqueue(
  recorded: RecordedDelivery,
  queue: DeliveryQueue,
): Promise<QueuedDelivery> {
  if (recorded.mustEnqueue) await queue.send(recorded.event);
  return { ...recorded, stage: 'queued' };
}
