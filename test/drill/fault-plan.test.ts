import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type FaultKind, type FaultPlan, faultDraw, faultKinds } from './fault-plan.ts';
import {
  always,
  calls,
  cleanUp,
  type Failure,
  failureOf,
  hungUp,
  keeper,
  proxyTo,
  s3,
  seed,
} from './proxied-clients.ts';

/* Which fault a plan gives to a request, and that clients take an injected answer for one of the service's own. */

afterEach(async () => {
  jest.restoreAllMocks();
  await cleanUp();
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
