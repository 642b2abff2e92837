import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { nodeEnvironment } from './local-run.ts';

/** Keys as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  clearLine: '\u0015',
  interrupt: '\u0003',
  endOfInput: '\u0004',
} as const;

/** A program on a terminal of its own, 80 columns wide. */
export interface Terminal {
  /** Waits until this has come since the last keys and nothing more comes; then sends these keys. */
  on(text: string | RegExp, ...sent: readonly string[]): Promise<void>;
  /** All that it printed, without control characters. */
  text(): string;
  /** The same with them. */
  raw(): string;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
}

/** Makes pseudo-terminals: a part of util-linux, BSD and macOS. */
const program = 'script';

export const hasTerminals = spawnSync(program, ['--version']).error === undefined;

const patienceMs = 45_000;
/** A prompt that shows nothing new for as long waits for keys. */
const quietMs = 150;

/** Runs a shell command on a terminal. */
export function openTerminal(command: string, folder: string): Terminal {
  const line = `stty cols 80 rows 24; ${command}`;
  const args =
    process.platform === 'linux'
      ? ['-qefc', line, '/dev/null']
      : ['-q', '/dev/null', 'sh', '-c', line];
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...nodeEnvironment, SHELL: '/bin/sh' },
  });
  const closed = once(child, 'close');
  const raw = outputOf(child);
  let seen = 0;
  const shows = (text: string | RegExp): boolean => {
    const fresh = stripVTControlCharacters(raw().slice(seen));
    return typeof text === 'string' ? fresh.includes(text) : text.test(fresh);
  };
  const until = async (isSo: () => boolean): Promise<boolean> => {
    const deadline = Date.now() + patienceMs;
    while (!isSo() && Date.now() < deadline && child.exitCode === null) await sleep(20);
    return isSo();
  };
  return {
    async on(text, ...sent) {
      if (!(await until(() => shows(text)))) {
        child.kill('SIGKILL');
        throw new Error(`the terminal does not show ${text}:\n${stripVTControlCharacters(raw())}`);
      }
      if (sent.length === 0) return;
      for (let length = -1; length !== raw().length; await sleep(quietMs)) length = raw().length;
      seen = raw().length;
      for (const key of sent) child.stdin.write(key);
    },
    text: () => stripVTControlCharacters(raw()),
    raw,
    async ended() {
      const [code] = await closed;
      return code;
    },
  };
}

function outputOf(child: ChildProcessWithoutNullStreams): () => string {
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  return () => output;
}
