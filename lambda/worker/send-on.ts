import { waiterId } from '../model/destination.ts';
import { type Handler, NonRetryable } from './handler.ts';
import type { Claim, Destinations } from './ports.ts';

/** The way to one destination as a handler: run, repeated and given up as those of the team are. */
export function sendOn(claim: Claim, destinations: Destinations): Handler {
  const { source, key, waiter } = claim;
  const configured = destinations.of(source).find(({ id }) => id === key.destination);
  const to = key.destination === waiterId ? waiter : configured;
  return {
    source,
    async handle(event, context) {
      if (to === undefined)
        throw new NonRetryable(`destination ${key.destination} is not configured any more`);
      await destinations.send(event, to, context);
    },
  };
}
