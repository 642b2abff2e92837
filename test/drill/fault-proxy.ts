import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
  request as sendRequest,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { checkFaultPlan, type FaultKind, type FaultPlan, faultDraw } from './fault-plan.ts';
import {
  internalError,
  type Service,
  type ServiceError,
  throttlingError,
} from './service-errors.ts';

/** Stands in front of the emulator of a service and makes it fail on the wire, where the client cannot tell it from the service. */
export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Replaces the plan from now on; undefined lets everything pass. */
  plan(plan: FaultPlan | undefined): void;
  /** How often each fault was injected, and how many requests passed untouched. */
  counts(): Readonly<Record<FaultKind | 'passed', number>>;
  /** Closes every connection at once, whatever it waits for. */
  stop(): Promise<void>;
}

/** One request of a client, and what its treatment needs. */
interface Exchange {
  readonly service: Service;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly latencyMs: number;
  /** Where to forward to, and until when. */
  readonly target: RequestOptions & { readonly signal: AbortSignal };
}

type Treatment = (exchange: Exchange) => void | Promise<void>;

/** THE table of what is done to a request: untouched, or the fault that was drawn. */
const treatments: Readonly<Record<FaultKind | 'passed', Treatment>> = {
  async passed(exchange) {
    await relay(await forward(exchange, await readBody(exchange)), exchange.response);
  },

  /** Forwarded even if the client gives up in the meantime: a late request takes effect all the same. */
  async latency(exchange) {
    const body = await readBody(exchange);
    await wait(exchange.latencyMs, undefined, { signal: exchange.target.signal });
    await relay(await forward(exchange, body), exchange.response);
  },

  async error(exchange) {
    await readBody(exchange);
    answer(exchange.response, internalError(exchange.service));
  },

  async throttle(exchange) {
    await readBody(exchange);
    answer(exchange.response, throttlingError(exchange.service));
  },

  async 'lost-answer'(exchange) {
    const lost = await forward(exchange, await readBody(exchange));
    await finished(lost.resume());
    exchange.request.socket.destroy();
  },

  reset({ request }) {
    request.socket.resetAndDestroy();
  },

  /** What the client sends is read, or its giving up would go unnoticed. */
  'black-hole'({ request }) {
    request.resume();
  },
};

/**
 * Starts a proxy on loopback that forwards to `targetUrl`, bytes and headers untouched, until it is given a plan.
 * The same seed, plans and order of requests give the same faults. If the target itself is down or hangs up, the
 * proxy hangs up too.
 */
export async function startFaultProxy(
  service: Service,
  targetUrl: string,
  seed: number,
): Promise<FaultProxy> {
  const { hostname, port } = new URL(targetUrl);
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const target = { hostname, port, agent, signal: stopping.signal };
  const faults = drawnFaults(seed);
  const treat = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { treatment, latencyMs } = faults.next();
    try {
      await treatments[treatment]({ service, request, response, latencyMs, target });
    } catch {
      request.socket.destroy();
    }
  };
  // No time limit of the proxy's own may end a connection: that would be a fault that nobody counts.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, treat);
  // A body that is announced with `Expect: 100-continue` is asked for where it is read.
  server.on('checkContinue', treat);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan: faults.plan,
    counts: faults.counts,
    async stop() {
      stopping.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/** Which treatment comes next under the plan in force, and how often each came. */
function drawnFaults(seed: number) {
  const draw = faultDraw(seed);
  const counts: Record<FaultKind | 'passed', number> = {
    passed: 0,
    latency: 0,
    error: 0,
    throttle: 0,
    'lost-answer': 0,
    reset: 0,
    'black-hole': 0,
  };
  let current: FaultPlan | undefined;
  return {
    plan(plan: FaultPlan | undefined): void {
      if (plan !== undefined) checkFaultPlan(plan);
      current = plan;
    },
    counts: () => ({ ...counts }),
    next(): { readonly treatment: FaultKind | 'passed'; readonly latencyMs: number } {
      const treatment = (current && draw(current)) ?? 'passed';
      counts[treatment] += 1;
      return { treatment, latencyMs: current?.latencyMs ?? 0 };
    },
  };
}

/** The whole body, so that it can be forwarded without the client. */
async function readBody({ request, response }: Exchange): Promise<Buffer> {
  if (request.headers.expect !== undefined) response.writeContinue();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Sends the request on as it came, to the byte, and waits for the head of the answer. */
function forward({ request, target }: Exchange, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method, url: path, rawHeaders: headers } = request;
    const forwarded = sendRequest({ ...target, method, path, headers });
    forwarded.once('response', resolve);
    forwarded.on('error', reject);
    forwarded.end(body);
  });
}

async function relay(from: IncomingMessage, to: ServerResponse): Promise<void> {
  to.sendDate = false;
  to.writeHead(from.statusCode ?? 502, from.statusMessage, from.rawHeaders);
  await pipeline(from, to);
}

function answer(response: ServerResponse, { status, headers, body }: ServiceError): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
