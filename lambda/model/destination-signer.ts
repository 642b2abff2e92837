import type { Source } from './source.ts';

/** End of the secret's name, behind the prefix of all, that events of a source are signed with for a destination. */
export const signerIdOf = (sourceId: string, destination: string): string =>
  `${sourceId}/to/${destination}`;

/** Whether a secret of this name is a destination's; no source id holds a slash. */
export const isSignerId = (id: string): boolean => id.includes('/to/');

/**
 * An https destination as what it is to its secret: something that proves itself by Standard Webhooks, whose secret is stored, rotated and looked
 * after as those of sources are.
 */
export const signerOf = (sourceId: string, destination: string): Source => ({
  id: signerIdOf(sourceId, destination),
  provider: 'generic',
  methods: [],
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'webhook-signature',
    format: { versions: 'v1' },
    encoding: 'base64',
    secretEncoding: 'whsec',
    signed: [{ kind: 'body', filters: [] }],
  },
  eventId: { kind: 'none' },
  onConflict: 409,
  maxBodyBytes: 0,
  throttle: { ratePerSecond: 0, burst: 0 },
});

/** The signers of all https destinations. */
export const signersOf = (
  sources: readonly Pick<Source, 'id' | 'destinations'>[],
): readonly Source[] =>
  sources.flatMap(({ id: sourceId, destinations = [] }) =>
    destinations.filter(({ kind }) => kind === 'https').map(({ id }) => signerOf(sourceId, id)),
  );
