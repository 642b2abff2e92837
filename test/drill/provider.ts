import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { hmacHex } from '../support/requests.ts';
import { bank } from './faulty-stack.ts';

export interface Reply {
  readonly status: number;
  readonly id: string;
}

/** Longest wait for an answer: providers have as little patience. */
const patienceMs = 10_000;
const triesAtMost = 60;

/** A provider that sends each event until it is acknowledged. */
export function provider(gateway: string, concurrency: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  let tries = 0;

  /** Sends one event; resolves with the id of the acknowledged delivery, or undefined when it gave up. */
  async function sendUntilAcknowledged(event: number): Promise<string | undefined> {
    for (let attempt = 0; attempt < triesAtMost; attempt++) {
      tries += 1;
      const reply = await post(gateway, agent, JSON.stringify({ transfer: event }));
      if (reply !== undefined && reply.status < 300) return reply.id;
      await sleep(Math.min(2000, 100 * 2 ** attempt));
    }
    return undefined;
  }

  return { sendUntilAcknowledged, tries: () => tries, close: () => agent.destroy() };
}

/** One genuine request of the bank; undefined when the connection broke or nothing came in time. */
export function post(gateway: string, agent: Agent, body: string): Promise<Reply | undefined> {
  const { promise, resolve } = Promise.withResolvers<Reply | undefined>();
  const sent = request(`${gateway}/hooks/bank`, {
    method: 'POST',
    agent,
    timeout: patienceMs,
    headers: {
      'x-forwarded-for': bank.from,
      'x-secret': bank.token,
      'x-signature': hmacHex(bank.signing, body),
    },
  });
  sent.once('error', () => resolve(undefined));
  sent.once('timeout', () => sent.destroy());
  sent.once('response', (response) => {
    response.resume();
    response.once('error', () => resolve(undefined));
    response.once('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        id: String(response.headers['x-sallyport-id'] ?? ''),
      }),
    );
  });
  sent.end(body);
  return promise;
}
