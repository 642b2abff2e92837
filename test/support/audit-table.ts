import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';
import { eventItemKey } from '../../lambda/aws/event-change.ts';
import { eventStore } from '../../lambda/aws/event-store.ts';
import { givenUpEvents } from '../../lambda/aws/given-up-events.ts';
import { ingressAuditTrail } from '../../lambda/aws/ingress-audit-trail.ts';
import { openEvents } from '../../lambda/aws/open-events.ts';
import type { EventKey } from '../../lambda/model/delivery.ts';
import type { Claim, ClaimResult } from '../../lambda/worker/ports.ts';
import { auditTableInput } from '../../local/audit-table-input.ts';
import { type TestClock, testClock } from './clock.ts';

/* The audit table on a real wire: the AWS client against an emulator of DynamoDB, and a stand-in for S3 that keeps what it is given. */

const table = 'audit';
/** The functions keep one S3 client for their life, so there is one server for all tests of a file. */
const bucket = { objects: new Map<string, Buffer>(), isDown: false };
const s3Server = listening(objectServer(bucket));

export const stopObjectServer = async (): Promise<void> => {
  const { server } = await s3Server;
  server.closeAllConnections();
  server.close();
};

export async function testStorage(leaseSeconds = 75) {
  const emulator = await listening(dynalite({ createTableMs: 0 }));
  const s3 = await s3Server;
  bucket.objects.clear();
  bucket.isDown = false;
  process.env['AWS_ENDPOINT_URL_S3'] = s3.url;
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const client = new DynamoDBClient({ endpoint: emulator.url });
  await client.send(new CreateTableCommand(auditTableInput(table)));
  const clock: TestClock = testClock();
  const settings = { client, table, bodyBucket: 'bodies', reenqueueAfterSeconds: 60 };
  return {
    clock,
    bucket,
    table: { client, table },
    audit: ingressAuditTrail({ ...settings, retentionDays: 90 }),
    events: eventStore({ ...settings, leaseSeconds, clock }),
    open: openEvents({ client, table }),
    givenUp: givenUpEvents({ client, table }, clock),
    /** Every stored item. */
    async items(): Promise<readonly Record<string, unknown>[]> {
      const { Items = [] } = await client.send(
        new ScanCommand({ TableName: table, ConsistentRead: true }),
      );
      return Items.map((item) => unmarshall(item));
    },
    async item(pk: string, sk = 'event'): Promise<Record<string, unknown>> {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: marshall({ pk, sk }) }),
      );
      return unmarshall(Item ?? {});
    },
    /** The event's item as the table has it, undefined when there is none. */
    async raw(key: EventKey): Promise<Record<string, AttributeValue> | undefined> {
      const get = { TableName: table, Key: marshall(eventItemKey(key)), ConsistentRead: true };
      return (await client.send(new GetItemCommand(get))).Item;
    },
    /** Changes the event's item past every rule; an attribute set to undefined goes. */
    async tamper(key: EventKey, changes: Readonly<Record<string, unknown>>): Promise<void> {
      const { pk, sk } = eventItemKey(key);
      const item = { ...(await this.item(pk, sk)), ...changes };
      const options = { removeUndefinedValues: true };
      await client.send(new PutItemCommand({ TableName: table, Item: marshall(item, options) }));
    },
    async stop() {
      client.destroy();
      emulator.server.closeAllConnections();
      emulator.server.close();
    },
  };
}

/** The claim in a result that must be one. */
export function claimOf(result: ClaimResult): Claim {
  if (result.kind !== 'claimed') throw new Error(`expected a claim, got ${result.kind}`);
  return result.claim;
}

export type TestStorage = Awaited<ReturnType<typeof testStorage>>;

async function listening(
  server: Server,
): Promise<{ readonly server: Server; readonly url: string }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Keeps what is put under a path and gives it back. */
function objectServer(bucket: {
  readonly objects: Map<string, Buffer>;
  readonly isDown: boolean;
}): Server {
  return createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (bucket.isDown) {
      response.writeHead(500).end('<Error><Code>InternalError</Code></Error>');
      return;
    }
    if (request.method === 'PUT') {
      bucket.objects.set(path, Buffer.concat(chunks));
      response.end();
      return;
    }
    const found = bucket.objects.get(path);
    if (found === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.end(found);
  });
}
