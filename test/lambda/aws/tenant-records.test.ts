import { toRawRequest } from '../../../lambda/aws/api-gateway.ts';
import { beginWays } from '../../../lambda/aws/begin-ways.ts';
import { deliverySender } from '../../../lambda/aws/delivery-sender.ts';
import { logReceipt } from '../../../lambda/aws/ingress-log.ts';
import { queueUrls } from '../../../lambda/aws/queue-urls.ts';
import { type Receipt, receive } from '../../../lambda/ingress/receive.ts';
import type { QueuedEvent } from '../../../lambda/model/delivery.ts';
import type { RawRequest } from '../../../lambda/model/request.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { testIngress } from '../../support/ingress-fakes.ts';
import { shopConfig, shopSecrets, tenantRequest } from '../../support/tenant-requests.ts';

/* The tenant, from the path to the record, the queue, the log and the handler. */

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await storage.stop();
});
afterAll(stopObjectServer);

const ingress = () =>
  Object.assign(testIngress({ shop: shopConfig }, { ...shopSecrets }), { audit: storage.audit });

const key = { sourceId: 'shop', idempotencyKey: 'tenant:acme:id:evt-1' };

test('stands on the record of an event, and of its redelivery', async () => {
  const receiving = ingress();
  await receive(tenantRequest(), receiving);
  await receive(tenantRequest(), receiving);
  const pk = 'shop#tenant:acme:id:evt-1';
  expect(await storage.item(pk)).toMatchObject({ tenant: 'acme', source: 'shop', deliveries: 2 });
  expect((await storage.items()).map(({ tenant }) => tenant)).toEqual(['acme', 'acme']);
});

test.each([
  ['acme', 'guessed', { reason: 'signature-mismatch', tenant: 'acme' }],
  ['nobody', 's', { reason: 'tenant-unknown', tenant: 'nobody' }],
])('stands on the record of a rejection of %s', async (tenant, secret, expected) => {
  await receive(tenantRequest({ tenant, secret }), ingress());
  expect(await storage.items()).toMatchObject([{ status: 'rejected', ...expected }]);
});

test('stands on no record where it is none that could be', async () => {
  await receive(tenantRequest({ tenant: '<script>' }), ingress());
  const [item] = await storage.items();
  expect(item).toMatchObject({ reason: 'tenant-unknown' });
  expect(item).not.toHaveProperty('tenant');
  expect(JSON.stringify(item)).not.toContain('<script>');
});

test('is what handlers see, of the event itself and of its way to a destination', async () => {
  await receive(tenantRequest(), ingress());
  const claim = claimOf(await storage.events.claim(key));
  expect(await claim.loadEvent()).toMatchObject({
    tenant: 'acme',
    idempotencyKey: 'tenant:acme:id:evt-1',
  });
  await beginWays({ ...storage.table, reenqueueAfterSeconds: 60, clock: storage.clock }, claim, [
    'erp',
  ]);
  expect(await storage.item('shop#tenant:acme:id:evt-1', 'to#erp')).toMatchObject({
    tenant: 'acme',
    destination: 'erp',
  });
});

test("marks the message for fair queues, so that a noisy tenant does not delay another's events", async () => {
  const groups: unknown[] = [];
  const client = {
    send: async ({ input }: { input: { MessageGroupId?: string } }) => {
      groups.push(input.MessageGroupId);
    },
  } as unknown as Parameters<typeof deliverySender>[0];
  const sender = deliverySender(client, queueUrls('https://sqs.example/1/main', 'test', []));
  const event: QueuedEvent = { key, strength: 'signed' };
  await sender.send(event);
  await sender.send({ ...event, key: { ...key, idempotencyKey: 'id:evt-1' } });
  expect(groups).toEqual(['shop/acme', 'shop']);
});

/** The line that the receipt of this request leaves. */
async function lineOf(request: RawRequest): Promise<Readonly<Record<string, unknown>>> {
  const receipt: Receipt = await receive(request, ingress());
  const lines: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  logReceipt(receipt, { stage: 'test', sourceId: 'shop', startedAtMs: 0 }, storage.clock);
  jest.restoreAllMocks();
  return JSON.parse(lines[0] ?? '');
}

test('is a field of the log and no dimension of a metric', async () => {
  const line = await lineOf(tenantRequest());
  expect(line).toMatchObject({
    tenant: 'acme',
    _aws: { CloudWatchMetrics: [{ Dimensions: [['stage', 'source']] }] },
  });
  expect(await lineOf(tenantRequest({ tenant: 'nobody' }))).toMatchObject({
    tenant: 'nobody',
    reason: 'tenant-unknown',
    SecretNotSet: 0,
  });
  expect(await lineOf(tenantRequest({ tenant: '<b>' }))).not.toHaveProperty('tenant');
});

test('comes from the parameter of the matched route', () => {
  const event = {
    resource: '/hooks/shop/{tenant}',
    httpMethod: 'POST',
    path: '/hooks/shop/acme',
    pathParameters: { tenant: 'acme' },
    multiValueHeaders: { Tenant: ['globex'] },
    multiValueQueryStringParameters: { tenant: ['globex'] },
    body: null,
    isBase64Encoded: false,
    requestContext: { identity: { sourceIp: '192.0.2.1' } },
  } as unknown as Parameters<typeof toRawRequest>[0];
  expect(toRawRequest(event)).toMatchObject({ routeSourceId: 'shop', tenant: 'acme' });
  expect(toRawRequest({ ...event, pathParameters: null })).not.toHaveProperty('tenant');
});
