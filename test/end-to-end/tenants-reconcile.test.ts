import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Stripe from 'stripe';
import { begin } from '../support/command.ts';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type ProviderStandIn, startStripe } from '../support/provider-stand-ins.ts';

/* What one tenant's account at the provider sent, and what is on record of that tenant. */

const data = temporaryData();
const apiKey = 'rk_test_4eC39HqLyjWDarjtT1zdp7dc';
const nowSeconds = Math.floor(Date.now() / 1000);
const events = [
  { id: 'evt_1', type: 'invoice.paid', created: nowSeconds - 200 },
  { id: 'evt_2', type: 'invoice.paid', created: nowSeconds - 100 },
];
let local: LocalRun;
let stripe: ProviderStandIn;

beforeAll(async () => {
  const config = join(dirname(data.path), 'receiver.json');
  writeFileSync(config, '{"sources":{"pay":{"provider":"stripe","tenants":true}}}');
  local = await startLocalRun(data.path, ['--config', config, '--no-samples']);
  stripe = await startStripe(apiKey, events);
  for (const tenant of ['acme', 'globex'])
    await sallyport(data.path, ['tenants', 'create', 'pay', tenant], `whsec_${tenant}`);
});

afterAll(async () => {
  stripe.close();
  await local.end('SIGTERM');
  data.remove();
});

async function deliver(tenant: string, at: number): Promise<number> {
  const payload = JSON.stringify({ object: 'event', ...events[at] });
  const signature = await new Stripe('sk_test_none').webhooks.generateTestHeaderStringAsync({
    payload,
    secret: `whsec_${tenant}`,
  });
  const response = await fetch(`${local.gateway}/hooks/pay/${tenant}`, {
    method: 'POST',
    headers: { 'stripe-signature': signature },
    body: payload,
  });
  return response.status;
}

const reconcile = async (...args: readonly string[]) => {
  const command = ['reconcile', 'pay', '--api', stripe.url, '--json', ...args];
  return begin(data.path, command, { STRIPE_API_KEY: apiKey }).finished;
};

test("a tenant's missing events are fetched as the tenant's own, once", async () => {
  expect([await deliver('acme', 0), await deliver('globex', 1)]).toEqual([200, 200]);
  const missing = await reconcile('--tenant', 'acme');
  expect(jsonLines(missing)).toMatchObject([{ eventId: 'evt_2' }, { sent: 2, missing: 1 }]);

  const fetched = jsonLines(await reconcile('--tenant', 'acme', '--fetch'));
  const { id } = fetched.find(({ result }) => result === 'enqueued') ?? {};
  const [record] = jsonLines(await sallyport(data.path, ['audit', 'show', String(id), '--json']));
  expect(record).toMatchObject({
    tenant: 'acme',
    eventId: 'evt_2',
    idempotencyKey: 'tenant:acme:id:evt_2',
    origin: 'provider-api',
  });
  // It comes after all: the event is known.
  await deliver('acme', 1);
  const listed = await sallyport(data.path, ['audit', 'list', '--tenant', 'acme', '--json']);
  expect(jsonLines(listed).map(({ eventId }) => eventId)).toEqual(['evt_2', 'evt_2', 'evt_1']);
  expect(jsonLines(listed).map(({ deliveries }) => deliveries)).toEqual([1, 2, 1]);
});

test('nobody is compared with all tenants together', async () => {
  const finished = await reconcile();
  expect(finished).toMatchObject({ code: 2, stdout: '' });
  expect(finished.stderr).toBe('sallyport: source "pay" has tenants: add --tenant TENANT\n');
});
