import { sha256Hex } from '../../lambda/crypto/hash.ts';
import type { CallbackStore, FoundCallback } from '../../lambda/ingress/ports.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import { answer, mintInto, mintTest } from './callbacks.ts';
import { type TestIngress, testIngress } from './ingress-fakes.ts';
import { randomFrom } from './random.ts';

/** Classes of tokens that are refused. `again` is `unknown` once more: what tells those two apart is noise. */
export const tokenClasses = ['unknown', 'again', 'expired', 'used', 'wrong source'] as const;
export type TokenClass = (typeof tokenClasses)[number];

/** Tokens of each class; they come round again and again. */
const tokensEach = 500;

/** Microseconds that the refusal of a token took. */
export interface Timing {
  readonly micros: number;
}

/** A timing of which the reason on record is known. */
export interface ReasonedTiming extends Timing {
  readonly reason: string;
}

/** A way to try a token of each class. */
export interface TokenTrial<Timed extends Timing = Timing> {
  /** Tries the classes in a new order, one token each. */
  round(): Promise<Readonly<Record<TokenClass, Timed>>>;
}

/** Over an ingress whose ports take no time of their own: what differs is our own work. */
export async function tokenTrial(seed: number): Promise<TokenTrial<ReasonedTiming>> {
  const fakes = testIngress({ pay: { callbacks: true }, sms: { callbacks: true } });
  const random = randomFrom(seed);
  const requests = await requestsOf(fakes, random);
  const ingress: TestIngress = {
    ...fakes,
    callbacks: await evenStore(fakes, shuffled(Object.values(requests).flat(), random)),
    // What is kept of a refusal would grow from sample to sample.
    audit: { ...fakes.audit, recordRejection: async () => {} },
  };
  return trialOf(requests, random, (request) => timed(request, ingress));
}

/** Tries what stands for a token of each class, over and over. */
export function trialOf<Request, Timed extends Timing>(
  requests: Readonly<Record<TokenClass, readonly Request[]>>,
  random: () => number,
  timed: (request: Request) => Promise<Timed>,
): TokenTrial<Timed> {
  let rounds = 0;
  return {
    async round() {
      const timings = {} as Record<TokenClass, Timed>;
      for (const name of shuffled(tokenClasses, random)) {
        const request = requests[name][rounds % requests[name].length];
        if (request === undefined) throw new Error(`no request of the class ${name}`);
        timings[name] = await timed(request);
      }
      rounds += 1;
      return timings;
    },
  };
}

/** A store that does the same for every token, there or not: it reads a text and makes an object of it, as over a wire. */
async function evenStore(
  { callbacks, clock }: TestIngress,
  requests: readonly RawRequest[],
): Promise<CallbackStore> {
  const texts = new Map<string, string>();
  for (const { pathToken = '' } of requests) {
    const digest = sha256Hex(pathToken);
    const found = await callbacks.find('pay', digest);
    const { callback } = mintTest('pay', clock.nowMs());
    texts.set(
      `pay ${digest}`,
      JSON.stringify({
        found: found ?? { ...callback, isUsedUp: true },
        isThere: found !== undefined,
      }),
    );
  }
  return {
    async find(sourceId, digest) {
      const { found, isThere }: { found: FoundCallback; isThere: boolean } = JSON.parse(
        texts.get(`${sourceId} ${digest}`) ?? '{}',
      );
      return isThere ? found : undefined;
    },
  };
}

async function timed(raw: RawRequest, ingress: TestIngress): Promise<ReasonedTiming> {
  const startedAtMs = performance.now();
  const { reached } = await receive(raw, ingress);
  const micros = 1000 * (performance.now() - startedAtMs);
  return { reason: reached.stage === 'rejected' ? reached.reason : reached.stage, micros };
}

/**
 * Requests of every class, made in a random order: those of one class must not lie side by side in memory. Every token was minted, so that none
 * of them differs in its form.
 */
async function requestsOf(
  ingress: TestIngress,
  random: () => number,
): Promise<Readonly<Record<TokenClass, readonly RawRequest[]>>> {
  const elsewhere = testIngress({ pay: { callbacks: true } });
  const tokens: Readonly<Record<TokenClass, () => string>> = {
    unknown: () => mintInto(elsewhere, 'pay').token,
    again: () => mintInto(elsewhere, 'pay').token,
    expired: () => mintInto(ingress, 'pay', { ttl: 1 }).token,
    used: () => mintInto(ingress, 'pay').token,
    'wrong source': () => mintInto(ingress, 'sms').token,
  };
  const order = tokenClasses.flatMap((name) => Array.from({ length: tokensEach }, () => name));
  const minted = shuffled(order, random).map((name) => ({ name, token: tokens[name]() }));
  ingress.clock.advance(1000);
  for (const { name, token } of minted)
    if (name === 'used') await receive(answer({ source: 'pay', token, body: 'x' }), ingress);
  for (const event of ingress.ledger.events.values()) event.status = 'done';
  const requests = Object.fromEntries(tokenClasses.map((name) => [name, [] as RawRequest[]]));
  // A copy of its own: those that were used have been read before.
  for (const { name, token } of shuffled(minted, random))
    requests[name]?.push(
      answer({ source: 'pay', token: Buffer.from(token).toString(), body: 'x' }),
    );
  return requests as Record<TokenClass, RawRequest[]>;
}

export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
