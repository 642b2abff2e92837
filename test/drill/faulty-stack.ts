import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { effectsHandler } from '../support/effects.ts';
import { type LocalRun, nodeEnvironment, sallyport, startLocalRun } from '../support/local-run.ts';
import type { FaultPlan } from './fault-plan.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { Service } from './service-errors.ts';

/* The unmodified local run, with a proxy in front of each service. The services outlive it, as AWS outlives a function. */

export const bank = { signing: 'drill-signing-secret', token: 'drill-token', from: '203.0.113.45' };

export interface FaultyStack {
  readonly gateway: string;
  readonly effects: ReturnType<typeof effectsHandler>;
  /** To the service itself, past its proxy. */
  readonly dynamoDb: DynamoDBClient;
  /** Applied to every service; undefined lets everything pass. */
  plan(plan: FaultPlan | undefined): void;
  /** Faults that were injected so far, over all services. */
  injected(): number;
  /** SIGKILL, and a new start on the same port. Resolves with the instant of the kill when the new one is ready. */
  kill(): Promise<number>;
  stop(): Promise<void>;
}

export async function startFaultyStack(seed: number): Promise<FaultyStack> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-drill-'));
  const emulators = await startServices(folder);
  const services = Object.keys(emulators.urls) as Service[];
  const proxies = await Promise.all(
    services.map((service, at) => startFaultProxy(service, emulators.urls[service], seed + at)),
  );
  const effects = effectsHandler(folder);
  const port = await freePort();
  const data = join(folder, 'data');
  const start = (): Promise<LocalRun> =>
    startLocalRun(
      data,
      ['--no-samples', '--handlers', effects.handlers, '--port', String(port)],
      endpointVariables(services, proxies),
    );
  let current: FaultPlan | undefined;
  const apply = (plan: FaultPlan | undefined) => {
    for (const proxy of proxies) proxy.plan(plan);
  };
  let local = await start();
  await sallyport(data, ['secrets', 'set', 'bank', '--field', 'signing'], bank.signing);
  await sallyport(data, ['secrets', 'set', 'bank', '--field', 'token'], bank.token);
  return {
    gateway: local.gateway,
    effects,
    dynamoDb: new DynamoDBClient({
      endpoint: emulators.urls.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: 'drill', secretAccessKey: 'drill' },
    }),
    plan: (plan) => {
      current = plan;
      apply(plan);
    },
    injected: () => proxies.map(injectedBy).reduce((sum, count) => sum + count, 0),
    async kill() {
      const atMs = Date.now();
      await local.end('SIGKILL');
      // Starting creates what a deployment would have created before: no part of the drill.
      apply(undefined);
      local = await start();
      apply(current);
      return atMs;
    },
    async stop() {
      await local.end('SIGTERM');
      await Promise.all(proxies.map((proxy) => proxy.stop()));
      await emulators.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The emulators in a process of their own. */
async function startServices(folder: string): Promise<{
  readonly urls: Readonly<Record<Service, string>>;
  stop(): Promise<void>;
}> {
  const script = join(import.meta.dirname, 'services.ts');
  const child = spawn('node', [script, folder], {
    env: nodeEnvironment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('close', () => reject(new Error('the services ended before they were ready')));
  });
  return {
    urls: JSON.parse(line.replace('ready ', '')),
    async stop() {
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

function injectedBy(proxy: FaultProxy): number {
  const { passed: _passed, ...faults } = proxy.counts();
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}

function endpointVariables(
  services: readonly Service[],
  proxies: readonly FaultProxy[],
): Readonly<Record<string, string>> {
  const names: Readonly<Record<Service, string>> = {
    dynamodb: 'DYNAMODB',
    sqs: 'SQS',
    s3: 'S3',
    secretsmanager: 'SECRETS_MANAGER',
  };
  return Object.fromEntries(
    services.map((service, at) => [`AWS_ENDPOINT_URL_${names[service]}`, proxies[at]?.url ?? '']),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
