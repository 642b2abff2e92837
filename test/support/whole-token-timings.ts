import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createCallback, waitForCallback } from '../../lambda/callbacks/client.ts';
import { startLocalRun } from './local-run.ts';
import { localState } from './local-state.ts';
import { randomFrom } from './random.ts';
import {
  shuffled,
  type TokenClass,
  type TokenTrial,
  tokenClasses,
  trialOf,
} from './token-timings.ts';

/** A refusal is held back for most of its time: so many can be under way without getting into each other's. */
export const sendersAtATime = 6;

/** Tokens of each class; they come round again and again. */
const tokensEach = 200;

/** A local run whose callbacks are tried as a sender would: over HTTP, through gateway, function, AWS client and table. */
export interface WholeTokenRun {
  /** A trial with new tokens of every class. */
  trial(seed: number): Promise<TokenTrial>;
  end(): Promise<void>;
}

export async function wholeTokenRun(folder: string): Promise<WholeTokenRun> {
  const config = join(folder, 'tokens.json');
  const sources = { pay: { callbacks: true }, sms: { callbacks: true } };
  writeFileSync(config, JSON.stringify({ sources }));
  const data = join(folder, 'data');
  const local = await startLocalRun(data, ['--no-samples', '--config', config]);
  const agent = new Agent({ keepAlive: true, maxSockets: sendersAtATime });
  const { target, settled } = await localState(data);
  const { dynamoDb, auditTable } = target;
  const caller = { dynamoDb, auditTable, callbacksUrl: `${local.gateway}/callbacks` };
  const mint = async (source: string, ref: string, ttl = '15m'): Promise<string> =>
    (await createCallback({ ...caller, source, ref, ttl })).url;
  const ways: Readonly<Record<TokenClass, (ref: string) => Promise<string>>> = {
    unknown: async (ref) => unminted(await mint('pay', ref)),
    again: async (ref) => unminted(await mint('pay', ref)),
    expired: (ref) => mint('pay', ref, '1s'),
    used: (ref) => mint('pay', ref),
    'wrong source': async (ref) => (await mint('sms', ref)).replace('/sms/', '/pay/'),
  };

  return {
    async trial(seed) {
      const random = randomFrom(seed);
      const order = tokenClasses.flatMap((name) => Array.from({ length: tokensEach }, () => name));
      const minted: { name: TokenClass; ref: string; url: string }[] = [];
      for (const [at, name] of shuffled(order, random).entries()) {
        const ref = `${seed}-${at}`;
        minted.push({ name, ref, url: await ways[name](ref) });
      }
      const of = (name: TokenClass) => minted.filter((one) => one.name === name);
      const ids: string[] = [];
      for (const { url } of of('used')) ids.push((await post(url, agent, 200)).id);
      await settled(ids);
      for (const { ref } of of('expired'))
        await waitForCallback(ref, { ...caller, source: 'pay', timeout: '60s' });
      const urls = Object.fromEntries(
        tokenClasses.map((name) => [name, of(name).map(({ url }) => url)]),
      ) as Record<TokenClass, string[]>;
      return trialOf(urls, random, (url) => post(url, agent, 404));
    },
    async end() {
      agent.destroy();
      await local.end('SIGTERM');
    },
  };
}

/** The address with another token of the same form. */
const unminted = (url: string): string => `${url.slice(0, -8)}ABCDEFGH`;

/** Posts an answer; the microseconds until all of the reply was there, and the id in it. */
function post(
  url: string,
  agent: Agent,
  expected: number,
): Promise<{ readonly micros: number; readonly id: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ micros: number; id: string }>();
  const startedAtMs = performance.now();
  const sent = request(url, { method: 'POST', agent }, (reply) => {
    reply.resume();
    reply.on('end', () => {
      const micros = 1000 * (performance.now() - startedAtMs);
      if (reply.statusCode === expected)
        resolve({ micros, id: String(reply.headers['x-sallyport-id']) });
      else reject(new Error(`${url} was answered ${reply.statusCode}, expected ${expected}`));
    });
  });
  sent.on('error', reject);
  sent.end('x');
  return promise;
}
