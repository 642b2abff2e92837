import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** One change to the product that a test must notice. */
export interface Mutation {
  readonly file: string;
  /** Text that stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** Of each list every third mutation runs with the tests; `npm run mutations` runs all. */
export const sliceOf = <Case>(all: readonly Case[]): readonly Case[] =>
  process.env['SALLYPORT_MUTATIONS'] === 'all' ? all : all.filter((_case, at) => at % 3 === 0);

/** A copy of the run-time code and of its tests, in which a mutation can be tried. */
export interface Copy {
  /** Whether these tests (folders, files, `-t` and a name) pass with the mutation applied; the copy is as before afterwards. */
  passes(tests: readonly string[], mutation?: Mutation): boolean;
  /** Whether the test files that failed so far pass without a mutation: else it is the copy that made them fail. */
  failedByMutationAlone(): boolean;
  remove(): void;
}

export function copyForMutation(): Copy {
  const root = mkdtempSync(join(tmpdir(), 'sallyport-mutant-'));
  for (const part of [
    'lambda',
    'test/support',
    'test/lambda',
    'test/console',
    'test/model',
    'test/vectors',
    'test/vendors',
    'docs/providers.md',
    'bin/require-node.cjs',
    'cli',
    'local/audit-table-input.ts',
    'local/development-secrets.ts',
    'local/emulators',
    'jest.config.cjs',
    'package.json',
  ]) {
    cpSync(part, join(root, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));

  const failed = new Set<string>();

  const copy: Copy = {
    passes(tests, mutation) {
      const path = mutation && join(root, mutation.file);
      const original = path && readFileSync(path, 'utf8');
      if (path && original !== undefined) writeFileSync(path, mutate(original, mutation));
      const args = ['--rootDir', root, '--bail', '--silent', '--watchman=false', ...tests];
      const run = spawnSync(process.execPath, [resolve('node_modules/jest/bin/jest.js'), ...args], {
        cwd: root,
        encoding: 'utf8',
      });
      if (path && original !== undefined) writeFileSync(path, original);
      if (!/Tests: +.*\d+ (passed|failed)/.test(run.stderr)) {
        throw new Error(`the copy's tests did not run:\n${run.stderr}`);
      }
      for (const [, file = ''] of run.stderr.matchAll(/^FAIL (\S+)/gm)) failed.add(file);
      return run.status === 0;
    },
    failedByMutationAlone() {
      if (failed.size === 0) throw new Error('no test failed so far');
      return copy.passes([...failed]);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  return copy;
}

function mutate(text: string, { file, find, replace }: Mutation): string {
  const places = text.split(find).length - 1;
  if (places !== 1)
    throw new Error(`${file} holds ${JSON.stringify(find)} ${places} times, expected once`);
  return text.replace(find, () => replace);
}
