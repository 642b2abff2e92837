import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** What a local run writes into its data folder, so that the command line finds it. */
export interface RunFile {
  readonly pid: number;
  readonly gateway: string;
  readonly console: string;
  readonly endpoints: {
    readonly dynamoDb: string;
    readonly sqs: string;
    readonly s3: string;
    readonly secretsManager: string;
  };
  /** Where the function that mints callbacks is invoked, as Lambda takes invocations. */
  readonly lambda: string;
  readonly auditTable: string;
  readonly secretPrefix: string;
  readonly places: DeliveryPlaces;
  /** File with the resolved sources. */
  readonly receiverFile: string;
}

/** Where events are between their record and their handler. */
export interface DeliveryPlaces {
  readonly stageName: string;
  readonly deliveryQueueUrl: string;
  readonly deadLetterUrls: readonly string[];
  readonly bodyBucket: string;
}

const runFileName = 'run.json';

export function readRunFile(folder: string): RunFile | undefined {
  const path = join(folder, runFileName);
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch {
    // Half written when the machine stopped: there is no such run any more.
    return undefined;
  }
}

export function writeRunFile(folder: string, run: RunFile): void {
  const path = join(folder, runFileName);
  writeFileSync(`${path}.new`, JSON.stringify(run, undefined, 2));
  renameSync(`${path}.new`, path);
}

/** Whether the run that wrote this file is still there: its gateway answers. A killed run leaves its file behind. */
export function isRunning(run: RunFile): Promise<boolean> {
  const { hostname, port } = new URL(run.gateway);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 1000 });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result && isAlive(run.pid));
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
