import type { SecretLookup, SecretStore } from '../ingress/ports.ts';
import type { Source } from '../model/source.ts';
import { type Clock, minutesToMs, secondsToMs } from '../model/time.ts';

/** How long a secret is used without asking again. */
const freshForMs = minutesToMs(5);
/** A missing secret is asked for sooner, so that setting it takes effect within seconds. */
const absentForMs = secondsToMs(5);
/** How long known secrets stay in use while the store does not answer. */
const usableForMs = minutesToMs(60);

interface Cached {
  readonly lookup: SecretLookup;
  readonly readAtMs: number;
}

/**
 * Secrets read through `readSecrets`, kept in process; concurrent requests share one read.
 * A mismatch causes at most one read per source and `reloadSeconds`.
 */
export function secretCache(
  readSecrets: (source: Source) => Promise<SecretLookup>,
  writeSecret: (source: Source, signing: string) => Promise<void>,
  { clock, reloadSeconds }: { readonly clock: Clock; readonly reloadSeconds: number },
): SecretStore {
  const cache = new Map<string, Cached>();
  const reading = new Map<string, Promise<SecretLookup>>();
  const reloadedAtMs = new Map<string, number>();

  function read(source: Source): Promise<SecretLookup> {
    const running = reading.get(source.id);
    if (running !== undefined) return running;
    const started = readSecrets(source)
      .then((lookup) => {
        cache.set(source.id, { lookup, readAtMs: clock.nowMs() });
        return lookup;
      })
      .finally(() => reading.delete(source.id));
    reading.set(source.id, started);
    return started;
  }

  async function readAgain(source: Source, cached: Cached): Promise<SecretLookup> {
    const isUsable = cached.lookup.kind === 'found' && ageOf(cached) < usableForMs;
    return isUsable ? read(source).catch(() => cached.lookup) : read(source);
  }

  const ageOf = (cached: Cached): number => clock.nowMs() - cached.readAtMs;

  return {
    async load(source) {
      const cached = cache.get(source.id);
      if (cached === undefined) return read(source);
      const goodForMs = cached.lookup.kind === 'found' ? freshForMs : absentForMs;
      return ageOf(cached) < goodForMs ? cached.lookup : readAgain(source, cached);
    },

    async storeFirst(source, signing) {
      const known = cache.get(source.id);
      const lookup = known?.lookup.kind === 'found' ? known.lookup : await read(source);
      if (lookup.kind !== 'not-set') return false;
      await writeSecret(source, signing);
      cache.delete(source.id);
      return true;
    },

    async reloadAfterMismatch(source) {
      const last = reloadedAtMs.get(source.id) ?? -Infinity;
      if (clock.nowMs() - last < secondsToMs(reloadSeconds)) return undefined;
      reloadedAtMs.set(source.id, clock.nowMs());
      return read(source);
    },
  };
}
