import { checksTime } from '../lambda/model/signature-coverage.ts';
import type { SignatureScheme } from '../lambda/model/signature-scheme.ts';
import type { Source } from '../lambda/model/source.ts';
import { type SampleFault, sampleFaults } from './console/page/api.ts';
import { canTamper } from './tamper.ts';

/** What can be wrong with a sample. */
export const faults = sampleFaults;
export type Fault = SampleFault;

/** The faults that a sample for this source can have. */
export const possibleFaults = (source: Source): readonly Fault[] =>
  faults.filter((fault) => idleReason(source, fault) === undefined);

/** Why the source has nothing that the fault could break; undefined where it has. */
export const idleReason = (source: Source, fault: Fault): string | undefined =>
  idleReasons[fault](source);

const unprovable = ({ signature, token, callbacks }: Source) =>
  [signature, token, callbacks].every((proof) => proof === undefined)
    ? 'has neither signature nor token'
    : undefined;

const idleReasons: Readonly<Record<Fault, (source: Source) => string | undefined>> = {
  stale: ({ signature }) =>
    signature && timeMatters(signature) ? undefined : 'signs no timestamp, so nothing can be stale',
  tampered: ({ signature }) => {
    if (signature === undefined) return 'has no signature, so tampering cannot show';
    return canTamper(signature)
      ? undefined
      : 'has a signature that covers nothing of the event, so tampering cannot show';
  },
  'wrong-key': unprovable,
  unsigned: unprovable,
  oversize: ({ methods }) =>
    methods.some((method) => method !== 'GET') ? undefined : 'takes GET alone, which has no body',
  duplicate: ({ callbacks }) =>
    callbacks
      ? 'takes each answer once: the same again counts as a duplicate only while the first is under way'
      : undefined,
};

/** A sample token expires, whatever the scheme says of its age. */
const timeMatters = (scheme: SignatureScheme): boolean =>
  scheme.kind === 'jwt' || checksTime(scheme);
