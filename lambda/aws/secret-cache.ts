import type { SecretLookup, SecretStore } from '../ingress/ports.ts';
import { type SecretOwner, secretIdOf } from '../model/tenant.ts';
import { type Clock, minutesToMs, secondsToMs } from '../model/time.ts';
import { BoundedMap } from './bounded-map.ts';
import { lookUpBudget } from './look-up-budget.ts';

/** How long a secret is used without asking again. */
const freshForMs = minutesToMs(5);
/** A missing secret is asked for sooner, so that setting it takes effect within seconds. */
const absentForMs = secondsToMs(5);
/** The most that this grows to for a tenant that is missing time after time: it doubles. */
const unknownForMs = secondsToMs(60);
/** How long known secrets stay in use while the store does not answer. */
const usableForMs = minutesToMs(60);

/** Owners whose secrets are kept: what was not used for longest goes. */
const mostKept = 5000;
/** Tenants that are known not to exist. Apart from the others: names that somebody makes up push no secret out. */
const mostUnknown = 1000;

interface Cached {
  readonly lookup: SecretLookup;
  readonly readAtMs: number;
}

interface Missed {
  readonly readAtMs: number;
  /** Look-ups in a row that found nothing. */
  readonly times: number;
}

/**
 * Secrets read through `readSecrets`, kept in process by owner; concurrent requests share one read.
 * A mismatch causes at most one read per owner and `reloadSeconds`; names of tenants that do not exist a few a second.
 */
export function secretCache(
  readSecrets: (owner: SecretOwner) => Promise<SecretLookup>,
  writeSecret: (owner: SecretOwner, signing: string) => Promise<void>,
  { clock, reloadSeconds }: { readonly clock: Clock; readonly reloadSeconds: number },
): SecretStore {
  const known = new BoundedMap<string, Cached>(mostKept);
  const unknown = new BoundedMap<string, Missed>(mostUnknown);
  const reading = new Map<string, Promise<SecretLookup>>();
  const reloadedAtMs = new BoundedMap<string, number>(mostKept);
  const budget = lookUpBudget(clock);

  function read(owner: SecretOwner): Promise<SecretLookup> {
    const id = secretIdOf(owner);
    const running = reading.get(id);
    if (running !== undefined) return running;
    const started = readSecrets(owner)
      .then((lookup) => keep(id, lookup))
      .finally(() => reading.delete(id));
    reading.set(id, started);
    return started;
  }

  function keep(id: string, lookup: SecretLookup): SecretLookup {
    const readAtMs = clock.nowMs();
    if (lookup.kind === 'unknown') {
      known.delete(id);
      unknown.set(id, { readAtMs, times: (unknown.get(id)?.times ?? 0) + 1 });
    } else {
      unknown.delete(id);
      known.set(id, { lookup, readAtMs });
    }
    return lookup;
  }

  /** For a tenant that this instance knows nothing of, or knows not to exist. */
  async function find(owner: SecretOwner): Promise<SecretLookup> {
    const id = secretIdOf(owner);
    const missed = unknown.get(id);
    if (missed !== undefined && ageOf(missed) < goodForMs(missed)) return { kind: 'unknown' };
    const running = reading.get(id);
    if (running !== undefined) return running;
    if (!budget.take(owner.id)) return { kind: 'not-looked-up' };
    const lookup = await read(owner);
    if (lookup.kind !== 'unknown') budget.giveBack(owner.id);
    return lookup;
  }

  async function readAgain(owner: SecretOwner, cached: Cached): Promise<SecretLookup> {
    const isUsable = cached.lookup.kind === 'found' && ageOf(cached) < usableForMs;
    return isUsable ? read(owner).catch(() => cached.lookup) : read(owner);
  }

  const ageOf = ({ readAtMs }: Pick<Cached, 'readAtMs'>): number => clock.nowMs() - readAtMs;

  return {
    async load(owner) {
      const cached = known.get(secretIdOf(owner));
      if (cached === undefined) return owner.tenant === undefined ? read(owner) : find(owner);
      const cachedForMs = cached.lookup.kind === 'found' ? freshForMs : absentForMs;
      return ageOf(cached) < cachedForMs ? cached.lookup : readAgain(owner, cached);
    },

    async storeFirst(owner, signing) {
      const id = secretIdOf(owner);
      const cached = known.get(id);
      const isNew = cached === undefined && owner.tenant !== undefined;
      const lookup =
        cached?.lookup.kind === 'found' ? cached.lookup : await (isNew ? find : read)(owner);
      if (lookup.kind !== 'not-set') return false;
      await writeSecret(owner, signing);
      known.delete(id);
      return true;
    },

    async reloadAfterMismatch(owner) {
      const id = secretIdOf(owner);
      const last = reloadedAtMs.get(id) ?? -Infinity;
      if (clock.nowMs() - last < secondsToMs(reloadSeconds)) return undefined;
      reloadedAtMs.set(id, clock.nowMs());
      return read(owner);
    },
  };
}

/** Whoever asks for a tenant again and again before it is there waits no longer than he has been asking. */
const goodForMs = ({ times }: Missed): number =>
  Math.min(unknownForMs, absentForMs * 2 ** (times - 1));
