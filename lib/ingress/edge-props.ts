import type { DomainProps } from './domain.ts';

/** Where and how fast requests come in. Each has a default that a production deployment can start with. */
export interface EdgeProps {
  /**
   * A name of your own for the API, whose generated name then answers 403. See docs/edge.md.
   * @default the name that API Gateway generates
   */
  readonly domain?: DomainProps;
  /**
   * Requests a second and burst of all sources together; above them API Gateway answers 429. A token bucket, best effort. Each source has a
   * throttle of its own in the configuration.
   * @default 500 a second, burst 1000
   */
  readonly throttle?: { readonly ratePerSecond: number; readonly burst: number };
}
