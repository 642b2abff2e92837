import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportFormats } from '../../cli/export/export-file.ts';
import { exportRecords } from '../../cli/export/export-records.ts';
import { jsonl } from '../../cli/export/jsonl.ts';
import { textWriter } from '../../cli/export/record-writer.ts';
import { run } from '../support/local-run.ts';
import { auditRecord } from '../support/records.ts';

/* However much is exported, and however slow its place is, as little of it is in memory. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string): string => join(folder, name);
const never = new AbortController().signal;

/** Records on the way between the reader and a place that takes a while, at most. */
async function mostOnTheWay(count: number): Promise<number> {
  let read = 0;
  let placed = 0;
  let most = 0;
  const place = {
    async write(text: string) {
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, read - placed);
      placed += text.split('\n').length - 1;
    },
    close: async () => {},
  };
  async function* reader() {
    while (read < count) {
      const piece = Array.from({ length: 50 }, (_, at) => auditRecord(read + at));
      read += piece.length;
      yield piece;
    }
  }
  const writer = textWriter(place, jsonl, { isBehindOthers: false });
  expect(await exportRecords(reader(), writer, { signal: never, onWritten: () => {} })).toBe(count);
  expect(placed).toBe(count);
  return most;
}

test('as few records are on the way of 200,000 as of 1,000 when the place is slow', async () => {
  const few = await mostOnTheWay(1000);
  expect(few).toBeLessThan(200);
  expect(await mostOnTheWay(200_000)).toBe(few);
});

test.each(exportFormats)(
  '200,000 records of 1.5 KB pass through a heap of 64 MB as %s',
  async (format) => {
    const path = fileOf(`large.${format}`);
    const { code, stdout, stderr } = await run('node', [
      '--max-old-space-size=64',
      '--input-type=module',
      '-e',
      `import { fileWriter } from './cli/export/export-file.ts';
     import { exportRecords } from './cli/export/export-records.ts';
     import { auditRecord } from './test/support/records.ts';
     async function* pieces() {
       for (let at = 0; at < 200_000; at += 50)
         yield Array.from({ length: 50 }, (_, more) => auditRecord(at + more, { headers: { a: 'x'.repeat(700) + at } }));
     }
     const writer = await fileWriter(${JSON.stringify(path)}, { format: '${format}', force: false });
     const signal = new AbortController().signal;
     console.log(await exportRecords(pieces(), writer, { signal, onWritten: () => {} }));`,
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '200000\n', stderr: '' });
    rmSync(path);
  },
);
