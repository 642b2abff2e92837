import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunning, readRunFile } from '../cli/run-file.ts';
import { ConfigError } from '../lambda/model/errors.ts';

/** Where a local run keeps its state. */
export interface DataFolder {
  readonly path: string;
  readonly dynamoDb: string;
  readonly sqsAndS3: string;
  readonly secrets: string;
  readonly receiverFile: string;
  readonly functionLog: string;
  /** What was sent to destinations, one call a line. */
  readonly destinations: string;
  /** No run has used it before. */
  readonly isNew: boolean;
}

/**
 * The data folder, created where it does not exist.
 * @throws ConfigError when it cannot be written, or when another run uses it.
 */
export async function openDataFolder(name: string): Promise<DataFolder> {
  const path = resolve(name);
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError([
      `data folder ${name} cannot be written (${code}): choose another with --data DIR`,
    ]);
  }
  const run = readRunFile(path);
  if (run !== undefined && (await isRunning(run))) {
    throw new ConfigError([
      `data folder ${name} is in use by process ${run.pid} at ${run.gateway}: stop that run or choose another with --data DIR`,
    ]);
  }
  return {
    path,
    dynamoDb: join(path, 'dynamodb'),
    sqsAndS3: join(path, 'sqs-and-s3'),
    secrets: join(path, 'secrets.json'),
    receiverFile: join(path, 'receiver.json'),
    functionLog: join(path, 'functions.log'),
    destinations: join(path, 'destinations.jsonl'),
    isNew: run === undefined,
  };
}
