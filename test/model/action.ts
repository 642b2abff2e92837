import type { Fault, Process } from './process.ts';

/** Something that may happen next. */
export interface Action {
  readonly label: string;
  readonly process?: Process;
  readonly fault?: Fault;
  /** Time passes. */
  readonly isTick?: true;
  /** Weight of the choice when it is drawn at random. */
  readonly weight: number;
  take(): void;
}
