import { patternProblems } from '../model/event-pattern.ts';
import { coversBody } from '../model/signature-coverage.ts';
import type { Source } from '../model/source.ts';
import type { DestinationInput } from './destination-schema.ts';

/** What is wrong with a source's destinations beyond their shape: a path below the source and what to do. */
export const destinationProblems = (
  { signature }: Pick<Source, 'signature'>,
  destinations: readonly DestinationInput[] = [],
): readonly string[] => {
  const isSigned = signature !== undefined && coversBody(signature);
  const ids = destinations.map(({ id }) => id);
  return destinations.flatMap((destination, at) => [
    ...(ids.indexOf(destination.id) === at
      ? []
      : [`.destinations.${at}.id: "${destination.id}" is taken: rename one of the two`]),
    ...filterProblems(destination, isSigned).map((problem) => `.destinations.${at}.${problem}`),
  ]);
};

function filterProblems(
  { filter, filterUnsigned }: DestinationInput,
  isSigned: boolean,
): readonly string[] {
  if (filter === undefined)
    return filterUnsigned ? ['filterUnsigned: is for a filter: remove it'] : [];
  return [
    ...patternProblems(filter).map((problem) => `filter${problem}`),
    ...(isSigned || filterUnsigned
      ? []
      : [
          'filter: looks at a body that no signature covers as a whole, so whoever can send decides where it goes: route by types or atLeast, or set filterUnsigned if that is meant',
        ]),
  ];
}
