import { parentPort, workerData } from 'node:worker_threads';

/* Runs one Lambda entry point, unmodified, in a thread of its own: what the managed runtime does with a bundle. */

interface Invocation {
  readonly id: number;
  readonly event: unknown;
  readonly timeoutMs: number;
}

const port = parentPort;
if (port === null) throw new Error('the function runtime runs in a worker thread only');

const { handler } = await import(workerData.entry);

port.on('message', async ({ id, event, timeoutMs }: Invocation) => {
  const deadline = performance.now() + timeoutMs;
  const context = { getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()) };
  try {
    port.postMessage({ id, result: await handler(event, context) });
  } catch (error) {
    port.postMessage({
      id,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
  }
});
port.postMessage('ready');
