import { covers } from '../../lambda/model/signature-coverage.ts';
import {
  alternatives,
  defaultToleranceSeconds,
  type SignatureScheme,
} from '../../lambda/model/signature-scheme.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { Check, Finding } from '../check.ts';

const widestToleranceSeconds = 600;

/** What is wrong with a source, and what to do; undefined where it holds. */
type Weakness = (
  source: Source,
) => { readonly finding: string; readonly remedy: string } | undefined;

export const sources: Check = {
  id: 'sources',
  title: 'every source proves its events, bounds their age and knows duplicates',
  async run(target) {
    return target.sources.flatMap((source): readonly Finding[] => {
      const found = weaknesses.flatMap((weaknessOf) => weaknessOf(source) ?? []);
      const subject = source.id;
      return found.length === 0
        ? [{ result: 'pass', subject, finding: 'its checks leave nothing open' }]
        : found.map((weakness) => ({ result: 'warn', subject, ...weakness }));
    });
  },
};

const weaknesses: readonly Weakness[] = [
  ({ eventId }) =>
    eventId.kind === 'none'
      ? {
          finding:
            'eventId is none: nothing is deduplicated, so what is sent twice is handled twice',
          remedy: 'name where the sender puts its event id, or make the handler itself idempotent',
        }
      : undefined,

  ({ eventId, signature }) =>
    eventId.kind === 'located' &&
    eventId.trustUnsigned &&
    (signature === undefined || !covers(signature, eventId.at))
      ? {
          finding:
            'eventId.trustUnsigned: no signature covers the id, so whoever holds one captured request can send it again under a new one',
          remedy: 'leave trustUnsigned out: the digest of what is signed then decides',
        }
      : undefined,

  ({ signature, token, allowList }) => {
    if (signature !== undefined) return undefined;
    const proofs = [
      ...(token === undefined ? [] : ['a shared secret']),
      ...(allowList === undefined ? [] : [`their address (${allowList.length} ranges)`]),
    ];
    return {
      finding: `no signature: requests prove themselves by ${proofs.join(' and ')} alone, which says nothing of what stands in them`,
      remedy:
        "add a signature if the sender can sign, and look events up at the sender's API before acting on them",
    };
  },

  ({ signature }) => {
    const seconds = signature === undefined ? 0 : toleranceOf(signature);
    return seconds > widestToleranceSeconds
      ? {
          finding: `tolerance of ${seconds} s: a captured request can be sent again for that long`,
          remedy: `set toleranceSeconds to ${defaultToleranceSeconds}, or to ${widestToleranceSeconds} at most`,
        }
      : undefined;
  },

  ({ signature, token }) =>
    token !== undefined && 'path' in token && signature === undefined
      ? {
          finding:
            'the secret stands in the URL, which proxies and logs keep, and no signature is behind it',
          remedy: 'have the sender put it into a header if it can, or add a signature',
        }
      : undefined,
];

/** The widest of all its ways to sign. */
const toleranceOf = (scheme: SignatureScheme): number =>
  Math.max(
    ...alternatives(scheme).map((one) => {
      if (one.kind === 'jwt') return one.maxAgeSeconds ?? 0;
      if (one.kind === 'http-message-signature') {
        return one.toleranceSeconds ?? defaultToleranceSeconds;
      }
      const timestamp = 'timestamp' in one ? one.timestamp : undefined;
      return timestamp === undefined ? 0 : (timestamp.toleranceSeconds ?? defaultToleranceSeconds);
    }),
  );
