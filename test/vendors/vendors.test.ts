import { jsonLinesIn, run, startArguments } from '../support/local-run.ts';
import { packagesOf } from './proofs.ts';

/* Every preset that has a package of its vendor's agrees with it, and neither side takes a changed request. */

interface Line {
  readonly preset: string;
  readonly package: string;
  readonly error?: string;
  readonly sign?: string;
  readonly signAltered?: string;
  readonly verify?: string;
  readonly verifyAltered?: string;
}

let lines: readonly Line[];

beforeAll(async () => {
  const [preload = '', file = ''] = startArguments;
  const { stdout } = await run('node', [preload, file, 'test/vendors/run.ts']);
  lines = jsonLinesIn(stdout) as unknown as readonly Line[];
}, 120_000);

test('at least 45 presets are proved against a package of the vendor', () => {
  expect(lines.length).toBeGreaterThanOrEqual(45);
  expect(lines.map((line) => [line.preset, line.package]).sort()).toEqual([...packagesOf()].sort());
});

test.each([...packagesOf()])('%s agrees with %s', (preset) => {
  const line = lines.find((candidate) => candidate.preset === preset);
  expect(line?.error).toBeUndefined();
  const agreed = [line?.sign, line?.verify].filter((verdict) => verdict !== undefined);
  expect(agreed.length).toBeGreaterThan(0);
  expect(new Set(agreed)).toEqual(new Set(['accepted']));
  for (const altered of [line?.signAltered, line?.verifyAltered]) {
    expect(altered ?? 'refused').toMatch(/^refused|-(mismatch|missing|malformed)$/);
  }
});
