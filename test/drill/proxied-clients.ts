import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import dynalite from 'dynalite';
import type { FaultKind, FaultPlan } from './fault-plan.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { Service } from './service-errors.ts';

/* Real AWS clients through the proxy, in front of dynalite or of a server that keeps what it is sent. */

export const seed = 20261124;

/** A plan that gives every request this fault. */
export const always = (kind: FaultKind, latencyMs = 0): FaultPlan => ({
  shares: { [kind]: 1 },
  latencyMs,
});

const cleanups: (() => unknown)[] = [];

/** Stops everything that was started below, the last one first. */
export async function cleanUp(): Promise<void> {
  for (const clean of cleanups.splice(0).reverse()) await clean();
}

export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function proxyTo(url: string, service: Service = 'dynamodb'): Promise<FaultProxy> {
  const proxy = await startFaultProxy(service, url, seed);
  cleanups.push(proxy.stop);
  return proxy;
}

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A server that keeps every request, answers a GET with the last body and anything else with 200. */
export async function keeper(): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = [];
  let stored: Buffer = Buffer.alloc(0);
  const url = await listening(
    createServer(async (request, response) => {
      const { method, url, rawHeaders } = request;
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      received.push({ method, url, rawHeaders, body });
      if (method !== 'GET') stored = body;
      response.writeHead(200, [
        ['X-Twice', 'one'],
        ['X-Twice', 'two'],
      ]);
      response.end(method === 'GET' ? stored : undefined);
    }),
  );
  return { url, received };
}

interface Attempts {
  readonly maxAttempts?: number;
  readonly requestTimeout?: number;
  /** Gets the class of each failure. */
  readonly classes?: string[];
}

const options = (
  endpoint: string,
  { maxAttempts = 1, requestTimeout = 10_000, classes }: Attempts,
) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts,
  requestHandler: { requestTimeout, throwOnRequestTimeout: true },
  ...(classes === undefined ? {} : { retryStrategy: classifying(classes) }),
});

/** A strategy that notes what the client takes a failure for, and never retries. */
function classifying(classes: string[]) {
  const token = { getRetryCount: () => 0, getRetryDelay: () => 0, getRetryCost: () => 0 };
  return {
    acquireInitialRetryToken: async () => token,
    refreshRetryTokenForRetry: async (_: unknown, { errorType }: { errorType: string }) => {
      classes.push(errorType);
      throw new Error('never retried');
    },
    recordSuccess() {},
  };
}

export function dynamoDb(endpoint: string, attempts: Attempts = {}): DynamoDBClient {
  const client = new DynamoDBClient(options(endpoint, attempts));
  cleanups.push(() => client.destroy());
  return client;
}

export function s3(endpoint: string, attempts: Attempts = {}): S3Client {
  const client = new S3Client({ ...options(endpoint, attempts), forcePathStyle: true });
  cleanups.push(() => client.destroy());
  return client;
}

/** One call of each service. */
export const calls: Readonly<
  Record<Service, (url: string, attempts?: Attempts) => Promise<unknown>>
> = {
  dynamodb: (url, attempts) => put(dynamoDb(url, attempts), 'x'),
  s3: (url, attempts) => s3(url, attempts).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  sqs(url, attempts = {}) {
    const client = new SQSClient(options(url, attempts));
    cleanups.push(() => client.destroy());
    return client.send(new SendMessageCommand({ QueueUrl: `${url}/0/queue`, MessageBody: 'x' }));
  },
  secretsmanager(url, attempts = {}) {
    const client = new SecretsManagerClient(options(url, attempts));
    cleanups.push(() => client.destroy());
    return client.send(new GetSecretValueCommand({ SecretId: 'x' }));
  },
};

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly $fault?: string;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
  };
}

/**
 * A broken connection. Node's own errors are foreign to jest's realm, so the SDK wraps them and drops their name
 * and code; outside of jest it is a `TimeoutError` with the code `ECONNRESET`.
 */
export const hungUp = /socket hang up|ECONNRESET/;

export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('the call was expected to fail');
}

/** An emulator with a table `items`. */
export async function table(): Promise<string> {
  const url = await listening(dynalite({ createTableMs: 0 }));
  await dynamoDb(url).send(
    new CreateTableCommand({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  return url;
}

export const put = (client: DynamoDBClient, id: string) =>
  client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: id } } }));

export const has = async (client: DynamoDBClient, id: string): Promise<boolean> => {
  const key = { TableName: 'items', Key: { id: { S: id } }, ConsistentRead: true };
  return (await client.send(new GetItemCommand(key))).Item !== undefined;
};
