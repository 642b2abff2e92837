import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  callerVariables,
  type EnvironmentVariable,
  environmentVariables,
  type FunctionName,
  functionEnvironment,
  keyRelayVariable,
} from '../model/environment.ts';
import { ConfigError } from '../model/errors.ts';
import type { Receiver } from '../model/receiver.ts';

type EnvironmentOf<Name extends FunctionName> = Readonly<
  Record<(typeof functionEnvironment)[Name][number], string>
>;

/**
 * The variables that this function is given.
 * @throws ConfigError naming every variable that is missing.
 */
export function readEnvironment<Name extends FunctionName>(name: Name): EnvironmentOf<Name> {
  const names: readonly EnvironmentVariable[] = functionEnvironment[name];
  const missing = names.filter((key) => (process.env[environmentVariables[key]] ?? '') === '');
  if (missing.length > 0) {
    throw new ConfigError(
      missing.map((key) => `environment variable ${environmentVariables[key]} is not set`),
    );
  }
  const entries = names.map((key) => [key, process.env[environmentVariables[key]]]);
  return Object.fromEntries(entries) as EnvironmentOf<Name>;
}

/** What the service around us was given for minting callbacks and waiting for them; it may have been given nothing. */
export function readCallerEnvironment(): Partial<Record<keyof typeof callerVariables, string>> {
  const entries = Object.entries(callerVariables).map(([key, name]) => [key, process.env[name]]);
  return Object.fromEntries(entries.filter(([, value]) => value));
}

/** The local run's stand-in for published keys; only an address on loopback counts, which no function on AWS has a use for. */
export function readKeyRelay(): { readonly relay?: string } {
  const relay = process.env[keyRelayVariable] ?? '';
  return /^http:\/\/127\.0\.0\.1:\d+\/$/.test(relay) ? { relay } : {};
}

/** The receiver file; a relative name starts at the bundle's root, which is `LAMBDA_TASK_ROOT` on Lambda. */
export function readReceiver(file: string): Receiver {
  return JSON.parse(readFileSync(resolve(process.env['LAMBDA_TASK_ROOT'] ?? '.', file), 'utf8'));
}
