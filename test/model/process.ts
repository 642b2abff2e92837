/** What can go wrong at one call to a service. */
export const faults = [
  /** The process dies before the call takes effect. */
  'crash-before',
  /** The call takes effect and the process dies before it learns so. */
  'crash-after',
  /** The call takes effect and the process is told that it failed. */
  'lost-answer',
  /** The call takes no effect and the process is told that it failed. */
  'refused',
  /** The call takes effect, its answer is lost, and the SDK makes the same call again by itself. */
  'repeated',
] as const;
export type Fault = (typeof faults)[number];

/** A call to a service that waits for the scheduler. */
export interface Step {
  readonly process: Process;
  readonly name: string;
  readonly faults: readonly Fault[];
  take(fault?: Fault): void;
}

export type ProcessKind = 'ingress' | 'worker' | 'dead-letters' | 'sweeper' | 'operator';

interface VirtualTimer {
  readonly atMs: number;
  readonly action: () => void;
}

/** One invocation of a function, or one run of a command: real code that gets no further than the scheduler lets it. */
export class Process {
  readonly name: string;
  readonly kind: ProcessKind;
  /** Instant at which it is ended, as Lambda would. */
  readonly endsAtMs: number;
  readonly steps = new Set<Step>();
  readonly timers = new Set<VirtualTimer>();
  isAlive = true;
  isDone = false;
  /** A fault was injected into it, or it was ended at its time limit. */
  isFaulted = false;
  readonly #nowMs: () => number;
  readonly #onCall: (process: Process) => void;

  constructor(
    kind: ProcessKind,
    name: string,
    context: {
      readonly nowMs: () => number;
      readonly timeoutMs: number;
      /** Told who makes the call that is carried out now. */
      readonly onCall: (process: Process) => void;
    },
  ) {
    this.kind = kind;
    this.name = name;
    this.endsAtMs = context.nowMs() + context.timeoutMs;
    this.#nowMs = context.nowMs;
    this.#onCall = context.onCall;
  }

  get isRunning(): boolean {
    return this.isAlive && !this.isDone;
  }

  /** Runs the code of this process; `onEnd` learns its result unless it dies. */
  run<Result>(work: () => Promise<Result>, onEnd: (result: Result | Error) => void): void {
    const end = (result: Result | Error) => {
      if (!this.isAlive) return;
      this.isDone = true;
      this.timers.clear();
      onEnd(result);
    };
    work().then(end, (error: unknown) =>
      end(error instanceof Error ? error : new Error(String(error))),
    );
  }

  die(): void {
    this.isAlive = false;
    this.isFaulted = true;
    this.steps.clear();
    this.timers.clear();
  }

  /** Waits for the scheduler, then makes the call. */
  call<Result>(
    name: string,
    execute: () => Result,
    possible: readonly Fault[] = faults,
  ): Promise<Result> {
    if (!this.isAlive) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      /** Makes the call; whoever gets its result, a refusal by the service goes to the caller. */
      const make = (then: (result: Result) => void) => {
        this.#onCall(this);
        try {
          then(execute());
        } catch (error) {
          reject(error);
        }
      };
      const lose = () => reject(new Error('injected'));
      const treatments: Readonly<Record<Fault | 'none', () => void>> = {
        none: () => make(resolve),
        'crash-before': () => this.die(),
        'crash-after': () => {
          make(() => {});
          this.die();
        },
        'lost-answer': () => make(lose),
        refused: lose,
        repeated: () => make(() => make(resolve)),
      };
      const step: Step = {
        process: this,
        name,
        faults: possible,
        take: (fault) => {
          this.steps.delete(step);
          if (fault !== undefined) this.isFaulted = true;
          treatments[fault ?? 'none']();
        },
      };
      this.steps.add(step);
    });
  }

  /** An AWS client of this process for a service in memory. */
  client<Client>(service: { execute(command: unknown): object }): Client {
    const send = (command: object) =>
      this.call(command.constructor.name.replace('Command', ''), () => service.execute(command));
    return { send } as unknown as Client;
  }

  after(ms: number, action: () => void): () => void {
    const timer = { atMs: this.#nowMs() + ms, action };
    if (this.isRunning) this.timers.add(timer);
    return () => this.timers.delete(timer);
  }
}
