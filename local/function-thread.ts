import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const relaunchPauseMs = 1000;

interface FunctionSettings {
  /** URL of the entry point's module. */
  readonly entry: URL;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onLogLine: (line: string) => void;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A Lambda function on this machine: its own thread and environment, ended and started anew when it crashes or exceeds its timeout. */
export class FunctionThread {
  readonly #settings: FunctionSettings;
  readonly #pending = new Map<number, Pending>();
  #worker: Promise<Worker>;
  #nextId = 0;
  #isStopping = false;

  constructor(settings: FunctionSettings) {
    this.#settings = settings;
    this.#worker = this.#launch();
  }

  /** Resolves when the entry point is loaded; rejects with its error when it cannot be. */
  async started(): Promise<void> {
    await this.#worker;
  }

  /** The handler's result. Rejects when it throws, when the thread dies, and at the timeout, which ends the thread as Lambda would. */
  async invoke<Result>(event: unknown): Promise<Result> {
    const worker = await this.#worker;
    const { timeoutMs } = this.#settings;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => worker.terminate(), timeoutMs);
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject, timer });
      worker.postMessage({ id, event, timeoutMs });
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await (await this.#worker).terminate();
  }

  async #launch(): Promise<Worker> {
    const { entry, environment, onLogLine } = this.#settings;
    const worker = new Worker(new URL('./function-runtime.ts', import.meta.url), {
      env: { ...environment },
      workerData: { entry: entry.href },
      stdout: true,
      stderr: true,
    });
    for (const output of [worker.stdout, worker.stderr]) {
      createInterface({ input: output }).on('line', onLogLine);
    }
    await once(worker, 'message');
    worker.on('message', (message) => this.#settle(message));
    worker.on('error', (error) => onLogLine(`function crashed: ${String(error)}`));
    worker.on('exit', () => this.#relaunch());
    return worker;
  }

  #settle(message: {
    readonly id: number;
    readonly result?: unknown;
    readonly error?: string;
  }): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    clearTimeout(pending.timer);
    if (message.error === undefined) pending.resolve(message.result);
    else pending.reject(new Error(message.error));
  }

  #relaunch(): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject, timer } of lost) {
      clearTimeout(timer);
      reject(new Error('the function crashed or exceeded its timeout'));
    }
    if (!this.#isStopping) this.#worker = this.#launchAgain();
  }

  /** A function that cannot be loaded is tried again at a walking pace. */
  async #launchAgain(): Promise<Worker> {
    for (;;) {
      try {
        return await this.#launch();
      } catch (error) {
        this.#settings.onLogLine(`function cannot be loaded: ${String(error)}`);
        await sleep(relaunchPauseMs);
      }
    }
  }
}
