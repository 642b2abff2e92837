import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CDPSession } from 'playwright-core';
import { readRunFile } from '../../cli/run-file.ts';
import { localCredentials, localRegion } from '../../cli/target.ts';
import { startBrowser } from '../support/chromium.ts';
import { startLocalRun, temporaryData } from '../support/local-run.ts';
import { manyItems, seed } from '../support/many-records.ts';

/* What the live list holds in the browser while 100 records a second arrive in the table: `npm run bench:console-page -- 60`. */

const seconds = Number(process.argv[2] ?? 60);
const ratePerSecond = 100;
const stepMs = 250;
const sources = ['stripe', 'github', 'standard-webhooks', 'bank'];

const data = temporaryData();
const local = await startLocalRun(data.path, ['--no-samples']);
const browser = await startBrowser();
try {
  const page = await browser.newPage();
  await page.goto(local.console);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  process.stdout.write(`Chromium ${browser.version()}, Node ${process.version}\n`);
  const written = arrive(data.path);
  for (let at = 0; at <= seconds; at += 10) {
    if (at > 0) await sleep(10_000);
    process.stdout.write(`after ${String(at).padStart(3)} s: ${await stateOf(session)}\n`);
  }
  process.stdout.write(`${await written} records arrived\n`);
} finally {
  await browser.close();
  await local.end('SIGTERM');
  data.remove();
}

/** Writes records of just now, as many as the rate says, until the time is over. */
async function arrive(folder: string): Promise<number> {
  const run = readRunFile(folder);
  if (run === undefined) throw new Error('the run wrote no file');
  const { dynamoDb: endpoint } = run.endpoints;
  const client = new DynamoDBClient({ region: localRegion(), ...localCredentials(), endpoint });
  const count = (ratePerSecond * stepMs) / 1000;
  const endMs = Date.now() + seconds * 1000;
  let written = 0;
  while (Date.now() < endMs) {
    const dueMs = Date.now() + stepMs;
    const startMs = Date.now() - stepMs;
    // Later batches must not write the events of earlier ones again.
    const items = manyItems({ count, sources, startMs, stepMs: 10, firstEvent: written });
    await seed(client, run.auditTable, items);
    written += count;
    await sleep(Math.max(0, dueMs - Date.now()));
  }
  return written;
}

async function stateOf(session: CDPSession): Promise<string> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  const mb = (value('JSHeapUsedSize') / 1e6).toFixed(1);
  return `${mb} MB of heap, ${value('Nodes')} nodes, ${value('JSEventListeners')} listeners`;
}
