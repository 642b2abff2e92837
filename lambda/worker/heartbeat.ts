import { DependencyError } from '../model/errors.ts';
import { secondsToMs } from '../model/time.ts';
import type { Claim, Worker, WorkMessage } from './ports.ts';

/** Beats in one lease: two may fail before it ends. */
const beatsPerLease = 3;

export interface Heartbeat {
  /** Aborts when the lease is lost to another worker, or ended while it could not be renewed. */
  readonly leaseLost: AbortSignal;
  stop(): void;
}

/**
 * Keeps the lease and the message's invisibility alive while a handler runs, so that neither has to be as long as the longest handler:
 * when the worker dies, another one may take over within a lease. A handler shorter than a third of the lease costs nothing.
 */
export function startHeartbeat(claim: Claim, message: WorkMessage, worker: Worker): Heartbeat {
  const { leaseSeconds } = worker.settings;
  const leaseMs = secondsToMs(leaseSeconds);
  const lost = new AbortController();
  let heldUntilMs = claim.claimedAtMs + leaseMs;
  let isStopped = false;
  let cancel = () => {};

  async function beat(): Promise<void> {
    const isHeld = await renewed(worker.clock.nowMs());
    if (isStopped) return;
    if (isHeld) schedule();
    else lost.abort();
  }

  /** False when the event is another worker's, or must be taken to be. */
  async function renewed(startedAtMs: number): Promise<boolean> {
    try {
      if (!(await worker.events.renew(claim))) return false;
      heldUntilMs = startedAtMs + leaseMs;
      // The outcome may have been written meanwhile, and the message hidden for as long as that wants.
      if (!isStopped) await worker.visibility.hideFor(message, leaseSeconds);
      return true;
    } catch (error) {
      return error instanceof DependencyError && worker.clock.nowMs() < heldUntilMs;
    }
  }

  function schedule(): void {
    cancel = worker.timer.after(leaseMs / beatsPerLease, () => void beat());
  }
  schedule();
  return {
    leaseLost: lost.signal,
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
