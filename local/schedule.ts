import type { FunctionThread } from './function-thread.ts';

export interface Schedule {
  /** Resolves when the run under way has ended. */
  stop(): Promise<void>;
}

/** Invokes the function at once and then every `everyMs`, never twice at a time: stand-in for the EventBridge schedule. */
export function startSchedule(thread: FunctionThread, everyMs: number): Schedule {
  let running: Promise<void> | undefined;
  const run = (): void => {
    running ??= thread
      .invoke<void>({})
      .catch((error: unknown) => {
        process.stderr.write(`sweeper: ${String(error)}\n`);
      })
      .finally(() => {
        running = undefined;
      });
  };
  run();
  const timer = setInterval(run, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
