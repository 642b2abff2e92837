import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ulid } from 'ulid';
import { mintOn } from '../../cli/mint-callback.ts';
import { createTenantOn } from '../../cli/tenant-secrets.ts';
import { callbacksOfRef, readCallback } from '../../lambda/aws/callback-store.ts';
import { expiryRecorder } from '../../lambda/aws/expiry-record.ts';
import { callbackItemKey } from '../../lambda/model/audit-table.ts';
import type { Source } from '../../lambda/model/source.ts';
import { systemClock } from '../../lambda/model/time.ts';
import { type Refusal, startDestinations } from '../../local/emulators/destinations.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from './local-run.ts';
import { localState } from './local-state.ts';
import { type SteeredHandler, steeredHandler } from './steered-handler.ts';
import { shopConfig } from './tenant-requests.ts';

/* A local run with a source of each kind that has more than one address, or more than a handler. */

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-west-1:000000000000:${resource}`;
const sources = {
  stripe: {
    provider: 'stripe',
    destinations: [
      { id: 'bus', kind: 'eventbridge', busArn: arn('events', 'event-bus/orders') },
      {
        id: 'crm',
        kind: 'lambda',
        functionArn: arn('lambda', 'function:crm'),
        filter: { id: [{ prefix: 'evt_' }] },
      },
    ],
  },
  pay: { callbacks: true },
  shop: shopConfig,
};

export interface WaysRun {
  readonly local: LocalRun;
  readonly handler: SteeredHandler;
  /** What the destination `crm` answers. At first it refuses what no repetition can help. */
  refusal: Refusal | undefined;
  /** Sends a sample; returns the id of its record. */
  send(...args: readonly string[]): Promise<string>;
  /** The event of a sample, once its way to `crm` has failed. */
  withFailedWay(): Promise<string>;
  /** Mints a callback and answers it; returns the id of the record. */
  answered(order: object): Promise<string>;
  /** Mints a callback and has the sweeper's own code say that nobody answered; returns the id of the record. */
  expired(order: { readonly ref: string; readonly data?: unknown }): Promise<string>;
  stop(): Promise<void>;
}

export const hopelessRefusal: Refusal = { code: 'InvalidParameterValueException' };

export async function startWaysRun(): Promise<WaysRun> {
  const data = temporaryData();
  const config = join(dirname(data.path), 'receiver.json');
  writeFileSync(config, JSON.stringify({ sources }));
  const handler = steeredHandler(dirname(data.path));
  const lambda = await startDestinations(() => run.refusal);
  const options = ['--no-samples', '--handlers', handler.handlers, '--config', config];
  const local = await startLocalRun(data.path, options, { AWS_ENDPOINT_URL_LAMBDA: lambda.url });
  const { target, reader } = await localState(data.path);
  const table = { client: target.dynamoDb, table: target.auditTable };
  const source = (wanted: string): Source => {
    const found = target.sources.find(({ id }) => id === wanted);
    if (found === undefined) throw new Error(`no source ${wanted}`);
    return found;
  };
  for (const tenant of ['acme', 'globex'])
    await createTenantOn(target, { ...source('shop'), tenant }, { signing: tenant });
  const run: WaysRun = {
    local,
    handler,
    refusal: hopelessRefusal,

    async send(...args) {
      const finished = await sallyport(data.path, ['send', ...args, '--json']);
      return String(jsonLines(finished)[0]?.['id']);
    },

    async withFailedWay() {
      const id = await run.send('stripe', '--id', `evt_${ulid()}`);
      const hasFailed = async () => (await reader.find(`${id}/crm`))?.status === 'failed';
      await eventually(async () => (await hasFailed()) || undefined, 30, 'the way that fails');
      return id;
    },

    async answered(order) {
      const { url } = await mintOn(target, source('pay'), { ttl: '15m', ...order });
      const { headers } = await fetch(url, { method: 'POST', body: '{"paid":true}' });
      return headers.get('x-sallyport-id') ?? '';
    },

    async expired(order) {
      await mintOn(target, source('pay'), { ttl: '1h', ...order });
      const [digest = ''] = await callbacksOfRef(table, 'pay', order.ref);
      const callback = await readCallback(table, 'pay', digest);
      if (callback === undefined) throw new Error('no callback');
      const id = ulid();
      const settings = { ...table, sources: target.sources, clock: systemClock, newId: () => id };
      const record = expiryRecorder({ ...settings, retentionDays: 90, reenqueueAfterSeconds: 600 });
      await record({ ...callbackItemKey('pay', digest), sourceId: 'pay', digest }, callback);
      return id;
    },

    async stop() {
      await local.end('SIGTERM');
      await lambda.stop();
      data.remove();
    },
  };
  return run;
}
