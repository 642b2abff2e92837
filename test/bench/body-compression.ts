import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { formatTable } from '../../cli/output.ts';

/*
 * How well and how fast webhook bodies are compressed, side by side in one run: GitHub's own examples, by size. `npm run bench:bodies`.
 * Write units are those of a record with this body and 1 KB beside it.
 */

const brotli = (quality: number) => (body: Uint8Array) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const zstd = (level: number) => (body: Uint8Array) =>
  zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: level } });

const codecs: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  'brotli 1': brotli(1),
  'brotli 4': brotli(4),
  'zstd 1': zstd(1),
  'zstd 3': zstd(3),
  'gzip 1': (body) => gzipSync(body, { level: 1 }),
};

const rounds = 15;
const bytesBesideBody = 1024;

interface Example {
  readonly examples: readonly unknown[];
}
const hooks: readonly Example[] = JSON.parse(
  readFileSync('node_modules/@octokit/webhooks-examples/api.github.com/index.json', 'utf8'),
);
const bodies = hooks.flatMap(({ examples }) =>
  examples.map((example) => Buffer.from(JSON.stringify(example))),
);
const groups: Readonly<Record<string, readonly Uint8Array[]>> = {
  'below 3 KB': bodies.filter(({ length }) => length < 3000),
  '3 to 12 KB': bodies.filter(({ length }) => length >= 3000 && length < 12_000),
  'above 12 KB': bodies.filter(({ length }) => length >= 12_000),
  '1 MB': [Buffer.concat(bodies).subarray(0, 1e6)],
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function measure(group: readonly Uint8Array[]) {
  const times = new Map<string, number[]>(Object.keys(codecs).map((name) => [name, []]));
  const sizes = new Map<string, readonly number[]>();
  // Interleaved, so that whatever else the machine does falls on all of them.
  for (let round = 0; round < rounds; round++) {
    for (const [name, compress] of Object.entries(codecs)) {
      const startedAtMs = performance.now();
      const compressed = group.map((body) => compress(body).byteLength);
      times.get(name)?.push((1000 * (performance.now() - startedAtMs)) / group.length);
      sizes.set(name, compressed);
    }
  }
  return { times, sizes };
}

const rows = Object.entries(groups).flatMap(([title, group]) => {
  const { times, sizes } = measure(group);
  const total = group.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const reference = median(times.get('brotli 1') ?? []);
  return Object.keys(codecs).map((name) => {
    const compressed = sizes.get(name) ?? [];
    const units = compressed.map((size) => Math.ceil((size + bytesBesideBody) / 1024));
    return [
      title,
      String(group.length),
      name,
      (total / compressed.reduce((sum, size) => sum + size, 0)).toFixed(2),
      (median(times.get(name) ?? []) / reference).toFixed(2),
      (units.reduce((sum, unit) => sum + unit, 0) / units.length).toFixed(2),
    ];
  });
});
process.stdout.write(`node ${process.version}\n`);
process.stdout.write(
  `${formatTable(['BODIES', 'COUNT', 'CODEC', 'RATIO', 'TIME / BROTLI 1', 'WRITE UNITS'], rows)}\n`,
);
