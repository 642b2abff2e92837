import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/* Drives the product as a user does: `npm start` and `sallyport …` as processes of their own. */

const root = resolve(import.meta.dirname, '../..');

/** Node of the checkout, as npm scripts find it. */
export const nodeEnvironment = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
  NO_COLOR: '1',
};

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function run(command: string, args: readonly string[], stdin = ''): Promise<Finished> {
  const child = spawn(command, args, { cwd: root, env: nodeEnvironment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  // A program that ends without reading closes its end first: that is its right, not a failure.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  child.stdin.end(stdin);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** `sallyport …` against the local run on this data folder. */
export const sallyport = (data: string, args: readonly string[], stdin = ''): Promise<Finished> =>
  run('node', ['bin/sallyport.cjs', ...args, '--data', data], stdin);

/** The JSON lines that a `--json` command printed. */
export const jsonLines = (finished: Finished): readonly Record<string, unknown>[] =>
  jsonLinesIn(finished.stdout);

/** Every line that is a JSON object. */
export const jsonLinesIn = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

export interface LocalRun {
  readonly data: string;
  readonly gateway: string;
  readonly console: string;
  /** All that it printed so far. */
  output(): string;
  /** Ends it with this signal; resolves with its exit code. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

export const startArguments = ['--require', './bin/require-node.cjs', 'local/main.ts'];

/** Starts the local run on free ports; resolves when it printed `ready`. */
export async function startLocalRun(
  data: string,
  options: readonly string[] = [],
  extraEnvironment: Readonly<Record<string, string>> = {},
): Promise<LocalRun> {
  const args = [
    ...startArguments,
    '--port',
    '0',
    '--console-port',
    '0',
    '--data',
    data,
    ...options,
  ];
  const child = spawn('node', args, {
    cwd: root,
    env: { ...nodeEnvironment, ...extraEnvironment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
    });
  }
  const urls = await ready(child, () => text);
  return {
    data,
    ...urls,
    output: () => text,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const closed = once(child, 'close');
      child.kill(signal);
      const [code] = await closed;
      return code;
    },
  };
}

function ready(
  child: ChildProcess,
  text: () => string,
): Promise<{ readonly gateway: string; readonly console: string }> {
  return new Promise((fulfil, reject) => {
    const look = () => {
      const line = /^ready (\{.*\})$/m.exec(text())?.[1];
      if (line !== undefined) fulfil(JSON.parse(line));
    };
    child.stdout?.on('data', look);
    child.once('close', () =>
      reject(new Error(`the local run ended before it was ready:\n${text()}`)),
    );
  });
}

/** A fresh data folder that does not exist yet, and how to remove it. */
export function temporaryData(): { readonly path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
  return {
    path: join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Polls until `look` returns something; fails after `seconds`. */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  seconds: number,
  what: string,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resume) => setTimeout(resume, 100));
  }
}
