import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Finished, nodeEnvironment } from './local-run.ts';

/** A `sallyport …` under way, which a test may interrupt. */
export interface Begun {
  readonly child: ChildProcess;
  /** All that it printed so far. */
  stdout(): string;
  stderr(): string;
  readonly finished: Promise<Finished>;
}

/** Begins `sallyport …` against the local run on this data folder, with these variables beside those of the test. */
export function begin(
  data: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Begun {
  const child = spawn('node', ['bin/sallyport.cjs', ...args, '--data', data], {
    env: { ...nodeEnvironment, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    finished: once(child, 'close').then(([code]) => ({ code, stdout, stderr })),
  };
}

/** Expects that the command was refused: nothing but one line that says `text`, and this exit code. */
export function expectRefused(finished: Finished, code: 1 | 2, text: string | RegExp): void {
  expect(finished).toMatchObject({ code, stdout: '' });
  expect(finished.stderr).toMatch(/^sallyport: [^\n]+\n$/);
  expect(finished.stderr).toMatch(text);
}
