import type { Source } from './source.ts';

/** A content delivery network in front of the API, and how a request shows that it came through it. Pure data: it travels as JSON. */
export interface Cdn {
  /** Header in which it names the sender's address, and which it sets on every request whatever the sender wrote. Lower-case. */
  readonly clientIpHeader: string;
  readonly proof: CdnProof;
}

export type CdnProof =
  /** A header that it adds, with a secret that is stored under `@origin`. Lower-case. */
  | { readonly header: string }
  /** Its own addresses. Weaker: every customer of the CDN can send from them. */
  | { readonly addresses: readonly string[] };

/**
 * End of the secret's name, where source ids have theirs; no source id holds an `@`, and names of secrets take no `#`.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html (2026-11-24)
 */
export const originId = '@origin';

/** The CDN as what it is to the checks: something that proves itself by a token in a header. Undefined where its addresses are the proof. */
export function originOf({ proof }: Cdn): Source | undefined {
  if (!('header' in proof)) return undefined;
  return {
    id: originId,
    provider: 'generic',
    methods: [],
    token: { header: proof.header },
    eventId: { kind: 'none' },
    onConflict: 409,
    maxBodyBytes: 0,
    throttle: { ratePerSecond: 0, burst: 0 },
  };
}

/** All that has a secret of its own: the sources, and the CDN. */
export function secretOwners({
  sources,
  cdn,
}: {
  readonly sources: readonly Source[];
  readonly cdn?: Cdn;
}): readonly Source[] {
  const origin = cdn && originOf(cdn);
  return origin === undefined ? sources : [...sources, origin];
}
