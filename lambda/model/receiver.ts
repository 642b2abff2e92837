import type { Cdn } from './cdn.ts';
import type { Source } from './source.ts';

/** What the functions are told at start-up: the JSON file beside each bundle, named by `receiverFile` in the environment. */
export interface Receiver {
  readonly sources: readonly Source[];
  /** Handler modules by path below `lambda/handlers`, without extension. */
  readonly handlers: readonly string[];
  /** Present where a CDN stands in front. */
  readonly cdn?: Cdn;
}
