import { defineHandler } from '../worker/handler.ts';

/** Example: takes every event that no other handler takes and writes one line about it. Replace it with your own. */
export default defineHandler({
  source: '*',
  handle(event, { attempt }) {
    const { source, eventType, idempotencyKey, recordId } = event;
    const line = {
      level: 'info',
      message: 'event handled',
      source,
      eventType,
      idempotencyKey,
      recordId,
      attempt,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  },
});
