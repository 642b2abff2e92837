import { callbackExpiredType } from '../../lambda/model/callback.ts';
import { type Destination, waiterId } from '../../lambda/model/destination.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { DestinationKind, DestinationView } from './page/api.ts';
import { patternWords } from './pattern-words.ts';

/** A destination with what goes there, in words; never its address, which may hold a secret. */
export const destinationView = (destination: Destination): DestinationView => ({
  id: destination.id,
  kind: destination.kind,
  rules: rulesOf(destination),
});

/** What stands at the other end, as far as the configuration knows it still. */
export const kindOf = (
  { destinations = [] }: Pick<Source, 'destinations'>,
  id: string,
): DestinationKind | undefined =>
  id === waiterId ? 'waiter' : destinations.find((one) => one.id === id)?.kind;

const proofs = { signed: 'signed events only', token: 'events with a signature or a token only' };

function rulesOf(destination: Destination): readonly string[] {
  const { types, filter, atLeast = 'address', ratePerSecond, concurrency } = destination;
  return [
    types === undefined ? `every type but ${callbackExpiredType}` : `type: ${types.join(' or ')}`,
    ...(filter === undefined ? [] : patternWords(filter)),
    ...(atLeast === 'address' ? [] : [proofs[atLeast]]),
    ...(ratePerSecond === undefined ? [] : [`at most ${ratePerSecond} a second`]),
    ...(concurrency === undefined ? [] : [`at most ${concurrency} at a time`]),
  ];
}
