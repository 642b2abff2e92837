import { Agent } from 'node:http';
import { eventually } from '../support/local-run.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { post } from './provider.ts';

/* Services that take every request and never answer: the sender must not wait with them. */

/** Slack's patience, the shortest of all providers. */
const patienceMs = 3000;
const blackHole = { shares: { 'black-hole': 1 }, latencyMs: 0 };
const requests = 8;

let stack: FaultyStack;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  stack = await startFaultyStack(1);
  // The first request loads what a warm function has.
  await post(stack.gateway, agent, '{"transfer":"warm"}');
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await stack.stop();
});

test('answers 503 within 3 s when no service answers, and heals when they do', async () => {
  stack.plan(blackHole);
  const answers = await Promise.all(
    Array.from({ length: requests }, async (_, number) => {
      const startedAtMs = performance.now();
      const reply = await post(stack.gateway, agent, `{"transfer":${number}}`);
      return { status: reply?.status, isInTime: performance.now() - startedAtMs < patienceMs };
    }),
  );
  expect(answers).toEqual(Array(requests).fill({ status: 503, isInTime: true }));

  stack.plan(undefined);
  const reply = await eventually(
    async () => {
      const again = await post(stack.gateway, agent, '{"transfer":0}');
      return again?.status === 200 ? again : undefined;
    },
    20,
    'the event is accepted',
  );
  await eventually(
    async () => stack.effects.read().find(({ recordId }) => recordId === reply.id),
    60,
    'the event takes effect',
  );
}, 120_000);
