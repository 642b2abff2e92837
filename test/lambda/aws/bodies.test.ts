import { randomBytes } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeBody, encodeBody } from '../../../lambda/aws/body-codec.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { NonRetryable } from '../../../lambda/worker/handler.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../../support/audit-table.ts';
import { keyOf, testDelivery } from '../../support/deliveries.ts';

/* Bodies from the request to the handler: in the record while they are small, else in the bucket. */

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(() => storage.stop());
afterAll(stopObjectServer);

/** An event over this body, recorded and claimed; `lose` happens in between. */
async function claimed(
  body: string | Uint8Array,
  lose: (key: ReturnType<typeof keyOf>) => void | Promise<void> = () => {},
) {
  const delivery = testDelivery(body);
  await storage.audit.recordEvent(delivery);
  await lose(keyOf(delivery));
  return claimOf(await storage.events.claim(keyOf(delivery)));
}

const small = 'a small body';
const large = randomBytes(50_000);

test.each([
  ['empty', Buffer.alloc(0), 0],
  ['not UTF-8', Buffer.from([0xff, 0xfe, 0, 0xc3, 0x28]), 0],
  ['compressible', Buffer.alloc(200_000, 'abc'), 0],
  ['large and random', randomBytes(100_000), 1],
])('a worker gets the very bytes of a body that is %s', async (_name, body, objects) => {
  const claim = await claimed(body);
  expect(storage.bucket.objects.size).toBe(objects);
  const event = await claim.loadEvent();
  expect(Buffer.from(event.body).equals(body)).toBe(true);
  expect(claim.attempt).toBe(1);
});

test('a handler gets what the sender sent, and what is known of it', async () => {
  const delivery = testDelivery('{"a":1}');
  await storage.audit.recordEvent(delivery);
  const claim = claimOf(await storage.events.claim(keyOf(delivery)));
  const event = await claim.loadEvent();
  expect(event).toMatchObject({
    source: 'bank',
    provider: 'generic',
    eventId: 'evt-1',
    idempotencyKey: delivery.idempotencyKey,
    recordId: delivery.request.deliveryId,
    receivedAt: '2026-11-23T10:00:00.000Z',
    strength: 'signed',
    headers: { 'x-event-id': 'evt-1' },
    query: {},
  });
  expect([event.text(), event.json()]).toEqual(['{"a":1}', { a: 1 }]);
  expect(event).not.toHaveProperty('origin');
});

test('a body that is not JSON is no reason to try again', async () => {
  const event = await (await claimed('<xml/>')).loadEvent();
  expect(() => event.json()).toThrow(NonRetryable);
});

test.each<[string, string | Uint8Array, Parameters<typeof claimed>[1], RegExp]>([
  [
    'was erased',
    small,
    (key) => storage.tamper(key, { body: undefined, bodyEncoding: undefined }),
    /was erased/,
  ],
  ['has gone from its record', small, (key) => storage.tamper(key, { body: undefined }), /missing/],
  ['has expired in the bucket', large, () => storage.bucket.objects.clear(), /missing/],
  [
    'was altered in its record',
    small,
    (key) => storage.tamper(key, { bodyEncoding: 'identity', body: Buffer.from('a small bodY') }),
    /another digest/,
  ],
  [
    'was altered in its record under the compression',
    small,
    (key) => storage.tamper(key, { bodyEncoding: 'br', body: brotliCompressSync('a small bodY') }),
    /another digest/,
  ],
  [
    'was altered in the bucket',
    large,
    () => {
      for (const object of storage.bucket.objects.values()) object[10] = (object[10] ?? 0) ^ 1;
    },
    /another digest/,
  ],
  [
    'cannot be decompressed',
    small,
    (key) => storage.tamper(key, { bodyEncoding: 'br', body: Buffer.from('no brotli') }),
    /cannot be decompressed/,
  ],
])('a body that %s is not delivered, and no repetition helps', async (_name, body, lose, why) => {
  const loading = (await claimed(body, lose)).loadEvent();
  await expect(loading).rejects.toBeInstanceOf(NonRetryable);
  await expect(loading).rejects.toThrow(why);
});

test('a body whose bucket does not answer is asked for again later', async () => {
  const claim = await claimed(large, () => {
    storage.bucket.isDown = true;
  });
  await expect(claim.loadEvent()).rejects.toBeInstanceOf(DependencyError);
  storage.bucket.isDown = false;
  expect(Buffer.from((await claim.loadEvent()).body).equals(large)).toBe(true);
});

test('no record is written when the bucket does not take its body', async () => {
  storage.bucket.isDown = true;
  await expect(storage.audit.recordEvent(testDelivery(large))).rejects.toBeInstanceOf(
    DependencyError,
  );
  expect(await storage.items()).toEqual([]);
});

test('bodies decode to what was encoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (body) => {
      const encoded = encodeBody(body);
      expect(encoded.bytes.byteLength).toBeLessThanOrEqual(body.byteLength);
      expect(Buffer.from(decodeBody(encoded)).equals(body)).toBe(true);
    }),
  );
});
