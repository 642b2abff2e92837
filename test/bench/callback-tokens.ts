import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { formatTable } from '../../cli/output.ts';
import { temporaryData } from '../support/local-run.ts';
import {
  type TokenClass,
  type TokenTrial,
  tokenClasses,
  tokenTrial,
} from '../support/token-timings.ts';
import { difference, median } from '../support/two-samples.ts';
import { sendersAtATime, wholeTokenRun } from '../support/whole-token-timings.ts';

/*
 * Whether the time of a refusal tells why a token was refused: 100,000 requests, the classes in a new order each round, over ports that do the
 * same for every token, so that what differs is our own work. Each class is compared with the unknown ones; so is a second sample of unknown
 * ones, which shows what chance and the layout of memory make of it. Five batches, each with tokens of its own: what holds in one alone is no
 * difference. `npm run bench:tokens -- REQUESTS`.
 *
 * With `--whole` the requests are posted to a local run, from the gateway to the emulated table: what a sender on this machine can see.
 */

const batches = 5;
const { values, positionals } = parseArgs({
  options: { whole: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const requests = Number(positionals[0] ?? 100_000);
const rounds = Math.max(1, Math.round(requests / batches / tokenClasses.length));
/** Our own code is compiled anew in each batch; the local run stays the same. */
const warmUp = Math.min(values.whole ? 200 : 2000, rounds);

type Samples = Record<TokenClass, number[]>;
const noSamples = (): Samples =>
  Object.fromEntries(tokenClasses.map((name) => [name, [] as number[]])) as Samples;

async function batch(trial: TokenTrial): Promise<Samples> {
  for (let round = 0; round < warmUp; round += 1) await trial.round();
  const samples = noSamples();
  let left = rounds;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const timings = await trial.round();
      for (const name of tokenClasses) samples[name].push(timings[name].micros);
    }
  };
  await Promise.all(Array.from({ length: values.whole ? sendersAtATime : 1 }, sender));
  return samples;
}

async function allBatches(trial: (seed: number) => Promise<TokenTrial>): Promise<Samples[]> {
  const all: Samples[] = [];
  for (let seed = 1; seed <= batches; seed += 1) all.push(await batch(await trial(seed)));
  return all;
}

async function wholeBatches(): Promise<Samples[]> {
  const data = temporaryData();
  const run = await wholeTokenRun(dirname(data.path));
  try {
    return await allBatches(run.trial);
  } finally {
    await run.end();
    data.remove();
  }
}

const results = values.whole ? await wholeBatches() : await allBatches(tokenTrial);

const differencesOf = (name: TokenClass) =>
  results.map((samples) => difference(samples.unknown, samples[name]));
const nanos = (micros: number): string => (1000 * micros).toFixed(0);

/** Largest difference between two samples of the same. */
const noise = Math.max(...differencesOf('again').map(({ medians }) => Math.abs(medians)));

const rows = tokenClasses.map((name) => {
  const all = results.flatMap((samples) => samples[name]);
  const cells = [name === 'again' ? 'unknown (A/A)' : name, String(all.length)];
  const level = median(all).toFixed(3);
  if (name === 'unknown') return [...cells, level];
  const found = differencesOf(name);
  const medians = found.map((one) => one.medians);
  return [
    ...cells,
    level,
    nanos(median(medians)),
    `${nanos(Math.min(...medians))} … ${nanos(Math.max(...medians))}`,
    median(found.map(({ odds }) => odds)).toFixed(4),
    found.map(({ z }) => z.toFixed(1)).join(' '),
    Math.abs(median(medians)) <= noise ? 'no' : 'yes',
  ];
});

process.stdout.write(
  `node ${process.version}, ${rounds * batches * tokenClasses.length} requests, noise of ${nanos(noise)} ns\n`,
);
const titles = [
  'TOKEN',
  'COUNT',
  'MEDIAN µs',
  'DIFFERENCE ns',
  'BATCHES',
  'ODDS',
  'Z',
  'TOLD APART',
];
process.stdout.write(`${formatTable(titles, rows)}\n`);
process.stdout.write(
  'ODDS: how often it takes longer than an unknown one; 0.5 tells nothing. Z: their distance from 0.5 in standard deviations, by batch.\n',
);
