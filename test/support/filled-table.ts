import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { type AuditReader, auditReader } from '../../cli/audit-reader.ts';
import { auditTableInput } from '../../local/audit-table-input.ts';
import { seed } from './many-records.ts';

/** An audit table on DynamoDB's emulator that holds these items, with what operators read it with. */
export interface FilledTable {
  readonly client: DynamoDBClient;
  readonly reader: AuditReader;
  /** Names of the operations that were asked for since it was filled; a test may empty it. */
  readonly asked: string[];
  stop(): void;
}

export const filledTableName = 'audit';

export async function filledTable(
  sources: readonly string[],
  items: Iterable<Readonly<Record<string, unknown>>>,
): Promise<FilledTable> {
  const emulator = dynalite({ createTableMs: 0 });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
    emulator.emit('request', request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateTableCommand(auditTableInput(filledTableName)));
  await seed(client, filledTableName, items);
  asked.length = 0;
  return {
    client,
    reader: auditReader(client, filledTableName, sources),
    asked,
    stop() {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
