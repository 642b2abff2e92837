import { cpus } from 'node:os';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RecordPage } from '../../cli/console/page/api.ts';
import { readRunFile } from '../../cli/run-file.ts';
import { localCredentials, localRegion } from '../../cli/target.ts';
import { type ConsoleClient, openConsole } from '../support/console-client.ts';
import { startLocalRun, temporaryData } from '../support/local-run.ts';
import { manyItems, rareType, seed } from '../support/many-records.ts';

/* How long the console takes to answer over a large table, on the local run: `npm run bench:console -- 200000`. */

const count = Number(process.argv[2] ?? 200_000);
const rounds = 9;
const sources = ['stripe', 'github', 'standard-webhooks', 'bank'];

const queries: Readonly<Record<string, string>> = {
  'first page': '',
  'a source': 'source=bank',
  'status done': 'status=done',
  'status rejected': 'status=rejected',
  'status duplicate': 'status=duplicate',
  'status conflict': 'status=conflict',
  'status failed': 'status=failed',
  'an event type': 'type=payout.created',
  'a reason': 'reason=signature-mismatch',
  'free text': 'text=198.51.100.77',
  'failed of a source and type': 'status=failed&source=bank&type=payout.created',
  'last hour': `since=${new Date(Date.now() - 3_600_000).toISOString()}`,
  'one in all (first answer)': `type=${rareType}`,
};

const data = temporaryData();
const local = await startLocalRun(data.path, ['--no-samples']);
try {
  const run = readRunFile(data.path);
  if (run === undefined) throw new Error('the run wrote no file');
  const client = new DynamoDBClient({
    region: localRegion(),
    ...localCredentials(),
    endpoint: run.endpoints.dynamoDb,
  });
  const stepMs = 100;
  const startMs = Date.now() - count * stepMs;
  const begunMs = performance.now();
  await seed(client, run.auditTable, manyItems({ count, sources, startMs, stepMs }));
  const seconds = Math.round((performance.now() - begunMs) / 1000);
  process.stdout.write(
    `${count} records written in ${seconds} s; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}\n`,
  );
  const opened = await openConsole(local.console);
  for (const [name, query] of Object.entries(queries)) await measure(opened, name, query);
  await search(opened, `type=${rareType}`);
} finally {
  await local.end('SIGTERM');
  data.remove();
}

async function measure(opened: ConsoleClient, name: string, query: string): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const begunMs = performance.now();
    const { records } = await opened.get<RecordPage>(`/api/records?${query}`);
    times.push(performance.now() - begunMs);
    found = records.length;
  }
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  const [median, worst] = [sorted[Math.floor(rounds / 2)], sorted.at(-1)];
  process.stdout.write(
    `${name.padEnd(28)} median ${String(median).padStart(4)} ms, slowest ${String(worst).padStart(4)} ms, ${found} rows\n`,
  );
}

/** To the end of the table, as the page goes on by itself. */
async function search(opened: ConsoleClient, query: string): Promise<void> {
  const begunMs = performance.now();
  let found = 0;
  let answers = 0;
  for (let next: string | undefined = ''; next !== undefined; ) {
    const before: string = next === '' ? '' : `&before=${next}`;
    const page: RecordPage = await opened.get(`/api/records?${query}${before}`);
    found += page.records.length;
    answers += 1;
    next = page.next;
  }
  const ms = Math.round(performance.now() - begunMs);
  process.stdout.write(`one in all, to the end: ${found} found in ${answers} answers, ${ms} ms\n`);
}
