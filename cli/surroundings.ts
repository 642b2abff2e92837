import { readFileSync } from 'node:fs';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Receiver } from '../lambda/model/receiver.ts';
import { systemClock } from '../lambda/model/time.ts';
import type { Surroundings } from './check.ts';
import { deployedStack } from './deployed-stack.ts';
import { readRunFile } from './run-file.ts';
import type { TargetOptions } from './target.ts';

/** What the checks look at beyond the target that the same options open. */
export function surroundingsOf({ stack, profile, region, data }: TargetOptions): Surroundings {
  if (stack === undefined) return { clock: systemClock, handlers: handlersOf(data) };
  const client = new CloudFormationClient({
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  });
  return { clock: systemClock, stack: deployedStack(client, stack) };
}

function handlersOf(folder: string): readonly string[] {
  const run = readRunFile(folder);
  if (run === undefined) return [];
  const receiver: Receiver = JSON.parse(readFileSync(run.receiverFile, 'utf8'));
  return receiver.handlers;
}
