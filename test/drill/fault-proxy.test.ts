import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { FaultKind } from './fault-plan.ts';
import type { FaultProxy } from './fault-proxy.ts';
import {
  always,
  calls,
  cleanUp,
  dynamoDb,
  failureOf,
  has,
  hungUp,
  keeper,
  listening,
  proxyTo,
  put,
  s3,
  table,
} from './proxied-clients.ts';

/* What the proxy does on the wire: it passes bytes untouched, holds them back, loses them or hangs up. */

afterEach(cleanUp);

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
