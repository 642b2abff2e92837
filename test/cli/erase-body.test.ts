import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { type ErasurePorts, eraseBody } from '../../cli/erase-body.ts';
import { eventItemKey } from '../../lambda/aws/event-change.ts';
import {
  claimOf,
  stopObjectServer,
  type TestStorage,
  testStorage,
} from '../support/audit-table.ts';
import { keyOf, testDelivery } from '../support/deliveries.ts';
import { startAnswering } from '../support/provider-stand-ins.ts';

/* Erasing in a bucket that keeps versions, as the deployed one does: S3's wire protocol, answered by a stand-in. */

interface Version {
  readonly key: string;
  readonly versionId: string;
}

let storage: TestStorage;
/** Objects of the versioned bucket; markers are not among them. */
let versions: Version[];
let calls: string[];
let isForbidden: boolean;
let server: Awaited<ReturnType<typeof startAnswering>>;
let ports: ErasurePorts;

beforeEach(async () => {
  storage = await testStorage();
  versions = [];
  calls = [];
  isForbidden = false;
  server = await startAnswering((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const key = pathname.replace('/kept-bodies/', '');
    if (request.method === 'GET' && searchParams.has('versions')) {
      response.end(versionList(searchParams.get('prefix') ?? ''));
      return;
    }
    const versionId = searchParams.get('versionId');
    calls.push(`${request.method} ${key} ${versionId}`);
    if (isForbidden) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
      return;
    }
    versions = versions.filter((one) => one.key !== key || one.versionId !== versionId);
    response.writeHead(204).end();
  });
  ports = {
    ...storage.table,
    s3: new S3Client({
      endpoint: server.url,
      forcePathStyle: true,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    bodyBucket: 'kept-bodies',
    clock: storage.clock,
  };
});
afterEach(async () => {
  server.close();
  await storage.stop();
});
afterAll(stopObjectServer);

const versionList = (prefix: string) =>
  `<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>kept-bodies</Name><Prefix>${prefix}</Prefix><IsTruncated>false</IsTruncated>${versions
    .filter(({ key }) => key.startsWith(prefix))
    .map(
      ({ key, versionId }) =>
        `<Version><Key>${key}</Key><VersionId>${versionId}</VersionId></Version>`,
    )
    .join(
      '',
    )}<DeleteMarker><Key>${prefix}</Key><VersionId>marker</VersionId></DeleteMarker></ListVersionsResult>`;

const erasure = { by: 'tester@here', reason: 'request 4711' };

/** An event over this body that is done, with these versions of its object in the bucket. */
async function doneEvent(body: Uint8Array, versionIds: readonly string[]) {
  const delivery = testDelivery(body);
  const key = keyOf(delivery);
  await storage.audit.recordEvent(delivery);
  await storage.events.complete(claimOf(await storage.events.claim(key)), 'succeeded');
  const itemKey = eventItemKey(key);
  const { bodyKey } = await storage.item(itemKey.pk);
  versions.push(...versionIds.map((versionId) => ({ key: String(bodyKey), versionId })));
  return { delivery, itemKey, bodyKey: String(bodyKey) };
}

const large = randomBytes(50_000);

test('each version is deleted by its id when the bucket keeps two of the body', async () => {
  const { itemKey, bodyKey } = await doneEvent(large, ['v2', 'v1']);
  const neighbour = { key: `${bodyKey}-of-another`, versionId: 'v9' };
  versions.push(neighbour);
  expect(await eraseBody(itemKey, erasure, ports)).toBe('erased');
  expect(calls).toEqual([`DELETE ${bodyKey} v2`, `DELETE ${bodyKey} v1`]);
  expect(versions).toEqual([neighbour]);
  const item = await storage.item(itemKey.pk);
  expect(item).not.toHaveProperty('bodyKey');
  expect(item).toMatchObject({ bodyBytes: 50_000, history: [{}, { what: 'body-erased' }] });
});

test('the copies of later deliveries are deleted too when the event came several times', async () => {
  const { delivery, itemKey, bodyKey } = await doneEvent(large, ['v1']);
  for (const [status, deliveryId] of [
    ['duplicate', '01M85CJX78SGCM9XNWKR62T8PT'],
    ['conflict', '01M85CJX78SGCM9XNWKR62T8PV'],
  ] as const) {
    const again = { ...delivery, request: { ...delivery.request, deliveryId } };
    await storage.audit.recordAgain(again, status, delivery.request.deliveryId);
    versions.push({
      key: bodyKey.replace(delivery.request.deliveryId, deliveryId),
      versionId: 'v1',
    });
  }
  expect(await eraseBody(itemKey, erasure, ports)).toBe('erased');
  expect(versions).toEqual([]);
});

test('the record goes on naming its body when the bucket refuses to delete it', async () => {
  const { itemKey, bodyKey } = await doneEvent(large, ['v1']);
  const before = await storage.item(itemKey.pk);
  isForbidden = true;
  await expect(eraseBody(itemKey, erasure, ports)).rejects.toThrow();
  expect(await storage.item(itemKey.pk)).toEqual(before);
  isForbidden = false;
  expect(await eraseBody(itemKey, erasure, ports)).toBe('erased');
  expect(versions).toEqual([]);
  expect(calls.every((call) => call === `DELETE ${bodyKey} v1`)).toBe(true);
});

test('the record is brought up to date when the object is gone already', async () => {
  const { itemKey } = await doneEvent(large, []);
  expect(await eraseBody(itemKey, erasure, ports)).toBe('erased');
  expect(await storage.item(itemKey.pk)).not.toHaveProperty('bodyKey');
});

test('the bucket is not asked when the body stands in the record', async () => {
  const { itemKey } = await doneEvent(Buffer.from('small'), []);
  expect(await eraseBody(itemKey, erasure, ports)).toBe('erased');
  expect(calls).toEqual([]);
  expect(await eraseBody(itemKey, erasure, ports)).toBe('nothing-kept');
});

test('nothing is deleted when the event is open or not there', async () => {
  const delivery = testDelivery(large);
  await storage.audit.recordEvent(delivery);
  const itemKey = eventItemKey(keyOf(delivery));
  expect(await eraseBody(itemKey, erasure, ports)).toBe('open');
  expect(await eraseBody({ pk: 'bank#none', sk: 'event' }, erasure, ports)).toBe('missing');
  expect(calls).toEqual([]);
});
