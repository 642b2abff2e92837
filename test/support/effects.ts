import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One run of the test's handler to its end. */
export interface Effect {
  readonly source: string;
  readonly tenant?: string;
  readonly idempotencyKey: string;
  readonly recordId: string;
  readonly attempt: number;
  readonly strength: string;
  readonly bodySha256: string;
  readonly eventType?: string;
  readonly atMs: number;
}

/** A folder with one handler that appends a line per event to a file, in one write that survives a killed process. */
export function effectsHandler(folder: string): {
  readonly handlers: string;
  /** Every run of the handler that reached its effect. */
  read(): readonly Effect[];
  /** Record ids of the events whose effect was guarded by the idempotency key. */
  readOnce(): readonly string[];
} {
  const handlers = join(folder, 'handlers');
  const file = join(folder, 'effects.jsonl');
  mkdirSync(handlers, { recursive: true });
  mkdirSync(join(folder, 'once'));
  writeFileSync(
    join(handlers, 'effects.ts'),
    `import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { defineHandler } from ${JSON.stringify(resolve('lambda/worker/handler.ts'))};
export default defineHandler({
  source: '*',
  handle({ body, source, tenant, idempotencyKey, recordId, strength, eventType }, { attempt }) {
    const bodySha256 = createHash('sha256').update(body).digest('hex');
    const effect = { source, tenant, idempotencyKey, recordId, strength, eventType, attempt, bodySha256, atMs: Date.now() };
    appendFileSync(${JSON.stringify(file)}, JSON.stringify(effect) + '\\n');
    // The effect that must happen once: guarded by the idempotency key, as a payment would be.
    const once = join(${JSON.stringify(join(folder, 'once'))}, createHash('sha256').update(idempotencyKey).digest('hex'));
    try {
      writeFileSync(once, recordId, { flag: 'wx' });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  },
});
`,
  );
  return {
    handlers,
    read: () =>
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line))
        : [],
    readOnce: () => {
      const guarded = join(folder, 'once');
      return readdirSync(guarded).map((name) => readFileSync(join(guarded, name), 'utf8'));
    },
  };
}
