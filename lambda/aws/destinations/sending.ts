import type { Destination } from '../../model/destination.ts';
import type { DeliveredEvent, HandlerContext } from '../../worker/handler.ts';

/** One attempt to send an event somewhere. */
export interface Sending<To> {
  readonly event: DeliveredEvent;
  readonly to: To;
  readonly context: HandlerContext;
  readonly stage: string;
}

/** An attempt to send to a destination of this kind. */
export type SendingTo<Kind extends Destination['kind']> = Sending<
  Extract<Destination, { readonly kind: Kind }>
>;

/**
 * Names the event's way for services that know a repetition when they see one: the same for every attempt, and another one for each replay, as
 * whoever orders one wants it to take effect. Letters, digits and hyphens, at most 53.
 */
export const runIdOf = ({ event, context }: Sending<unknown>): string =>
  context.replayId === undefined ? event.recordId : `${event.recordId}-${context.replayId}`;
