import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';
import { eventStore } from '../../lambda/aws/event-store.ts';
import { ingressAuditTrail } from '../../lambda/aws/ingress-audit-trail.ts';
import { openEvents } from '../../lambda/aws/open-events.ts';
import { auditTableInput } from '../../local/audit-table-input.ts';
import { type TestClock, testClock } from './clock.ts';

/* The audit table on a real wire: the AWS client against an emulator of DynamoDB, and a stand-in for S3 that keeps what it is given. */

const table = 'audit';
/** The functions keep one S3 client for their life, so there is one server for all tests of a file. */
const objects = new Map<string, Buffer>();
const s3Server = listening(objectServer(objects));

export const stopObjectServer = async (): Promise<void> => {
  const { server } = await s3Server;
  server.closeAllConnections();
  server.close();
};

export async function testStorage(leaseSeconds = 75) {
  const emulator = await listening(dynalite({ createTableMs: 0 }));
  const s3 = await s3Server;
  objects.clear();
  process.env['AWS_ENDPOINT_URL_S3'] = s3.url;
  process.env['AWS_REGION'] = 'eu-west-1';
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const client = new DynamoDBClient({ endpoint: emulator.url });
  await client.send(new CreateTableCommand(auditTableInput(table)));
  const clock: TestClock = testClock();
  const settings = { table, bodyBucket: 'bodies', reenqueueAfterSeconds: 60 };
  return {
    clock,
    objects,
    audit: ingressAuditTrail(client, { ...settings, retentionDays: 90 }),
    events: eventStore(client, { ...settings, leaseSeconds, clock }),
    open: openEvents(client, table),
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
    async stop() {
      client.destroy();
      emulator.server.closeAllConnections();
      emulator.server.close();
    },
  };
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
function objectServer(objects: Map<string, Buffer>): Server {
  return createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (request.method === 'PUT') {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      objects.set(path, Buffer.concat(chunks));
      response.end();
      return;
    }
    const found = objects.get(path);
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
}
