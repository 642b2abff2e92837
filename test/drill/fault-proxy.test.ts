import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import dynalite from 'dynalite';
import { type FaultKind, type FaultPlan, faultDraw, faultKinds } from './fault-plan.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import type { Service } from './service-errors.ts';

/* Real AWS clients through the proxy, in front of dynalite or of a server that keeps what it is sent. */

const seed = 20261124;
const always = (kind: FaultKind, latencyMs = 0): FaultPlan => ({
  shares: { [kind]: 1 },
  latencyMs,
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxyTo(url: string, service: Service = 'dynamodb'): Promise<FaultProxy> {
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
async function keeper(): Promise<{ readonly url: string; readonly received: Received[] }> {
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

function dynamoDb(endpoint: string, attempts: Attempts = {}): DynamoDBClient {
  const client = new DynamoDBClient(options(endpoint, attempts));
  cleanups.push(() => client.destroy());
  return client;
}

function s3(endpoint: string, attempts: Attempts = {}): S3Client {
  const client = new S3Client({ ...options(endpoint, attempts), forcePathStyle: true });
  cleanups.push(() => client.destroy());
  return client;
}

/** One call of each service. */
const calls: Readonly<Record<Service, (url: string, attempts?: Attempts) => Promise<unknown>>> = {
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

interface Failure {
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
const hungUp = /socket hang up|ECONNRESET/;

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('the call was expected to fail');
}

/** An emulator with a table `items`. */
async function table(): Promise<string> {
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

const put = (client: DynamoDBClient, id: string) =>
  client.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: id } } }));

const has = async (client: DynamoDBClient, id: string): Promise<boolean> => {
  const key = { TableName: 'items', Key: { id: { S: id } }, ConsistentRead: true };
  return (await client.send(new GetItemCommand(key))).Item !== undefined;
};

describe('without a plan', () => {
  test('bodies of 2 MB and more pass byte-exact both ways when S3 puts and gets them', async () => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url, 's3');
    const client = s3(proxy.url);
    for (const bytes of [2 * 1024 * 1024, 5_000_001]) {
      const body = randomBytes(bytes);
      await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: body }));
      expect(received.at(-1)?.body.equals(body)).toBe(true);
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
      expect(body.equals((await Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
    }
    expect(proxy.counts()).toMatchObject({ passed: 4, latency: 0 });
  });

  test('the head passes as it was written when a header comes twice and in odd case', async () => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url);
    const headers = ['Host', 'sqs.example:80', 'x-ODD', '1', 'X-odd', '2', 'Content-Length', '2'];
    const sent = httpRequest(`${proxy.url}/a%2Fb?c=d%20e`, { method: 'POST', headers });
    sent.end('{}');
    const [answer] = await once(sent, 'response');
    answer.resume();
    const [{ method, url: path, rawHeaders, body } = { rawHeaders: [] }] = received;
    expect({ method, path, body: body?.toString() }).toEqual({
      method: 'POST',
      path: '/a%2Fb?c=d%20e',
      body: '{}',
    });
    expect(rawHeaders.slice(0, headers.length)).toEqual(headers);
    expect(answer.rawHeaders.slice(0, 4)).toEqual(['X-Twice', 'one', 'X-Twice', 'two']);
    expect(answer.rawHeaders.filter((name: string) => name === 'Date')).toHaveLength(1);
  });

  test('items can be written and read when the emulator is dynalite', async () => {
    const client = dynamoDb((await proxyTo(await table())).url);
    await put(client, 'a');
    expect([await has(client, 'a'), await has(client, 'b')]).toEqual([true, false]);
  });

  test('the client is hung up on when the target is down', async () => {
    const server = createServer();
    const url = await listening(server);
    server.close();
    const failure = await failureOf(put(dynamoDb((await proxyTo(url)).url), 'a'));
    expect(failure.message).toMatch(hungUp);
  });
});

const services = ['dynamodb', 'sqs', 's3', 'secretsmanager'] as const;

describe('error and throttle', () => {
  test.each([
    ['dynamodb', 500, 'InternalServerError'],
    ['sqs', 500, 'InternalError'],
    ['s3', 500, 'InternalError'],
    ['secretsmanager', 500, 'InternalServiceError'],
  ] as const)('%s fails with %i %s when the fault is error', async (service, status, name) => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url, service);
    proxy.plan(always('error'));
    const classes: string[] = [];
    expect(await failureOf(calls[service](proxy.url, { classes }))).toMatchObject({
      name,
      $fault: 'server',
      $metadata: { httpStatusCode: status, requestId: 'injected-by-the-fault-proxy' },
    });
    expect(classes).toEqual(['TRANSIENT']);
    expect(received).toEqual([]);
  });

  test.each([
    ['dynamodb', 400, 'ProvisionedThroughputExceededException'],
    ['sqs', 403, 'RequestThrottled'],
    ['s3', 503, 'SlowDown'],
    ['secretsmanager', 400, 'ThrottlingException'],
  ] as const)('%s fails with %i %s when the fault is throttle', async (service, status, name) => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url, service);
    proxy.plan(always('throttle'));
    const classes: string[] = [];
    expect(await failureOf(calls[service](proxy.url, { classes }))).toMatchObject({
      name,
      $metadata: { httpStatusCode: status, requestId: 'injected-by-the-fault-proxy' },
    });
    expect(classes).toEqual(['THROTTLING']);
    expect(received).toEqual([]);
  });

  test.each(
    services.flatMap((service) =>
      (['error', 'throttle', 'reset', 'lost-answer'] as const).map(
        (kind) => [service, kind] as const,
      ),
    ),
  )('%s is tried three times when every answer is %s', async (service, kind) => {
    // The client waits a random part of up to two seconds between throttled attempts.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const proxy = await proxyTo((await keeper()).url, service);
    proxy.plan(always(kind));
    const failure = await failureOf(calls[service](proxy.url, { maxAttempts: 3 }));
    expect(failure.$metadata?.attempts).toBe(3);
    expect(proxy.counts()).toMatchObject({ [kind]: 3, passed: 0 });
  });

  test('S3 gets its answer when the body was announced with Expect: 100-continue', async () => {
    const proxy = await proxyTo((await keeper()).url, 's3');
    proxy.plan(always('throttle'));
    const large = { Bucket: 'b', Key: 'k', Body: randomBytes(3_000_000) };
    const failure = await failureOf(s3(proxy.url).send(new PutObjectCommand(large)));
    expect(failure.name).toBe('SlowDown');
  });
});

describe('on the connection', () => {
  test('the answer comes late when the fault is latency', async () => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url, 's3');
    proxy.plan(always('latency', 300));
    const startedMs = performance.now();
    await calls.s3(proxy.url);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(295);
    expect(received).toHaveLength(1);
  });

  test('a request takes effect when its client gave up during the latency', async () => {
    const url = await table();
    const proxy = await proxyTo(url);
    proxy.plan(always('latency', 400));
    const failure = await failureOf(put(dynamoDb(proxy.url, { requestTimeout: 100 }), 'late'));
    const direct = dynamoDb(url);
    expect([failure.name, await has(direct, 'late')]).toEqual(['TimeoutError', false]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await has(direct, 'late')).toBe(true);
  });

  test('the item is stored but the call fails when the fault is lost-answer', async () => {
    const url = await table();
    const proxy = await proxyTo(url);
    proxy.plan(always('lost-answer'));
    const failure = await failureOf(put(dynamoDb(proxy.url), 'lost'));
    expect(failure.message).toMatch(hungUp);
    expect(await has(dynamoDb(url), 'lost')).toBe(true);
  });

  test('nothing reaches the target when the fault is reset', async () => {
    const url = await table();
    const proxy = await proxyTo(url);
    proxy.plan(always('reset'));
    const failure = await failureOf(put(dynamoDb(proxy.url), 'reset'));
    expect(failure.message).toMatch(hungUp);
    expect(await has(dynamoDb(url), 'reset')).toBe(false);
  });

  test('the client times out and nothing reaches the target when the fault is black-hole', async () => {
    const { url, received } = await keeper();
    const proxy = await proxyTo(url, 's3');
    proxy.plan(always('black-hole'));
    const client = s3(proxy.url, { requestTimeout: 300 });
    for (const Body of ['small', randomBytes(3_000_000)]) {
      const startedMs = performance.now();
      const put = client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body }));
      expect((await failureOf(put)).name).toBe('TimeoutError');
      expect(performance.now() - startedMs).toBeLessThan(3_000);
    }
    expect(received).toEqual([]);
    proxy.plan(undefined);
    await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'later' }));
    expect(received).toHaveLength(1);
  });
});

describe('the plan', () => {
  const mixed: FaultPlan = {
    shares: { latency: 0.3, error: 0.2, throttle: 0.1, 'lost-answer': 0.05, reset: 0.1 },
    latencyMs: 0,
  };
  const drawn = (from: number, plan = mixed) => {
    const draw = faultDraw(from);
    return Array.from({ length: 2_000 }, () => draw(plan));
  };

  test.each([1, 2, seed, -7])(
    'shares are honoured when 2,000 requests come under seed %i',
    (from) => {
      const faults = drawn(from);
      for (const kind of faultKinds) {
        const share = faults.filter((fault) => fault === kind).length / faults.length;
        expect(Math.abs(share - (mixed.shares[kind] ?? 0))).toBeLessThan(0.04);
      }
      expect(faults.filter((fault) => fault === undefined).length / 2_000).toBeCloseTo(0.25, 1);
    },
  );

  test('the sequence is the same when the seed is, and another when it is not', () => {
    expect(drawn(seed)).toEqual(drawn(seed));
    expect(drawn(seed)).not.toEqual(drawn(seed + 1));
  });

  test.each(faultKinds)('every request gets %s when its share is 1', (kind) => {
    expect(new Set(drawn(seed, always(kind)))).toEqual(new Set([kind]));
  });

  test('counts add up and follow the seed when faults are mixed', async () => {
    const proxy = await proxyTo((await keeper()).url, 's3');
    const outcomes: string[] = [];
    proxy.plan(mixed);
    for (let call = 0; call < 60; call += 1) {
      await calls.s3(proxy.url).then(
        () => outcomes.push('answered'),
        (error: Failure) => outcomes.push(hungUp.test(error.message) ? 'hung up' : error.name),
      );
    }
    proxy.plan(undefined);
    await calls.s3(proxy.url);
    const counts = proxy.counts();
    const kinds = drawn(seed).slice(0, 60);
    const of = (kind: FaultKind | undefined) => kinds.filter((drawn) => drawn === kind).length;
    expect(counts).toEqual({
      ...Object.fromEntries(faultKinds.map((kind) => [kind, of(kind)])),
      passed: of(undefined) + 1,
    });
    const seen = (outcome: string) => outcomes.filter((each) => each === outcome).length;
    expect({
      answered: seen('answered'),
      InternalError: seen('InternalError'),
      SlowDown: seen('SlowDown'),
      'hung up': seen('hung up'),
    }).toEqual({
      answered: counts.passed - 1 + counts.latency,
      InternalError: counts.error,
      SlowDown: counts.throttle,
      'hung up': counts.reset + counts['lost-answer'],
    });
  });

  test.each([
    [{ error: 0.7, reset: 0.4 }, 0],
    [{ error: -0.1 }, 0],
    [{ error: Number.NaN }, 0],
    [{ latency: 1 }, -1],
  ])('%p with latency %i is refused when it is set', async (shares, latencyMs) => {
    const proxy = await proxyTo('http://127.0.0.1:9');
    expect(() => proxy.plan({ shares, latencyMs })).toThrow(RangeError);
  });
});

describe('stop', () => {
  const stopsAtOnce = async (proxy: FaultProxy): Promise<void> => {
    const startedMs = performance.now();
    await proxy.stop();
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    const again = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    const [error] = await once(again, 'error');
    expect(error.code).toBe('ECONNREFUSED');
  };

  test.each(['black-hole', 'latency'] as const)(
    'ends at once when a request waits for %s',
    async (kind) => {
      const { url, received } = await keeper();
      const proxy = await proxyTo(url, 's3');
      proxy.plan(always(kind, 60_000));
      const failure = failureOf(calls.s3(proxy.url));
      await counted(proxy, kind);
      await stopsAtOnce(proxy);
      expect((await failure).message).toMatch(hungUp);
      expect(received).toEqual([]);
    },
  );

  test('ends at once when the target does not answer', async () => {
    const proxy = await proxyTo(await listening(createServer()), 's3');
    const failure = failureOf(calls.s3(proxy.url));
    await counted(proxy, 'passed');
    await stopsAtOnce(proxy);
    expect((await failure).message).toMatch(hungUp);
  });

  test('ends at once when connections are idle, and may be repeated', async () => {
    const proxy = await proxyTo((await keeper()).url, 's3');
    await calls.s3(proxy.url);
    const silent = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    await stopsAtOnce(proxy);
    await closed;
    await proxy.stop();
  });
});

/** Ends when the first request has reached the proxy. */
async function counted(proxy: FaultProxy, kind: FaultKind | 'passed'): Promise<void> {
  while (proxy.counts()[kind] === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
