import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the handler is to do with an event; without this it succeeds at once. */
export interface Steering {
  /** Throws in the first so many attempts. */
  readonly throws?: number;
  /** Throws `NonRetryable`. */
  readonly isFatal?: boolean;
  readonly pauseMs?: number;
}

/** One line of the handler's diary. */
export interface HandlerLine {
  readonly phase: 'start' | 'end';
  readonly atMs: number;
  readonly source: string;
  readonly eventId?: string;
  readonly idempotencyKey: string;
  readonly recordId: string;
  readonly origin?: string;
  readonly bodySha256: string;
  readonly attempt: number;
  readonly isReplay: boolean;
}

export interface SteeredHandler {
  /** Folder for `--handlers`. */
  readonly handlers: string;
  /** From now on, by event id; `*` is for all others. */
  steer(steering: Readonly<Record<string, Steering>>): void;
  /** Everything that it wrote, oldest first; an attempt that threw has no end. */
  lines(): readonly HandlerLine[];
  /** Runs that were begun, of one record or of all. */
  runs(recordId?: string): readonly HandlerLine[];
}

/** A folder with one handler for every source that does as it is told through a file, and writes down each run. */
export function steeredHandler(folder: string): SteeredHandler {
  const handlers = join(folder, 'handlers');
  const diary = join(folder, 'diary.jsonl');
  const steeringFile = join(folder, 'steering.json');
  mkdirSync(handlers, { recursive: true });
  writeFileSync(steeringFile, '{}');
  writeFileSync(join(handlers, 'steered.ts'), code(diary, steeringFile));
  const lines = (): readonly HandlerLine[] =>
    existsSync(diary)
      ? readFileSync(diary, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line))
      : [];
  return {
    handlers,
    steer(steering) {
      // In one step: the handler may be reading.
      writeFileSync(`${steeringFile}.new`, JSON.stringify(steering));
      renameSync(`${steeringFile}.new`, steeringFile);
    },
    lines,
    runs: (recordId) =>
      lines().filter(
        (line) => line.phase === 'start' && (recordId === undefined || line.recordId === recordId),
      ),
  };
}

const code = (diary: string, steeringFile: string) => `
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineHandler, NonRetryable } from ${JSON.stringify(resolve('lambda/worker/handler.ts'))};
export default defineHandler({
  source: '*',
  async handle(event, { attempt, isReplay }) {
    const { source, eventId, idempotencyKey, recordId, origin } = event;
    const bodySha256 = createHash('sha256').update(event.body).digest('hex');
    const about = { source, eventId, idempotencyKey, recordId, origin, bodySha256, attempt, isReplay };
    const write = (phase) =>
      appendFileSync(${JSON.stringify(diary)}, JSON.stringify({ phase, atMs: Date.now(), ...about }) + '\\n');
    const all = JSON.parse(readFileSync(${JSON.stringify(steeringFile)}, 'utf8'));
    const { throws = 0, isFatal, pauseMs = 0 } = all[eventId] ?? all['*'] ?? {};
    write('start');
    if (pauseMs > 0) await sleep(pauseMs);
    if (isFatal) throw new NonRetryable('no account of that name');
    if (attempt <= throws) throw new Error('the ledger is down');
    write('end');
  },
});
`;
