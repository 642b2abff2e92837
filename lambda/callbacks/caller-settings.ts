import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDb } from '../aws/clients.ts';
import { readCallerEnvironment } from '../aws/environment.ts';
import type { EventTable } from '../aws/event-change.ts';
import { callerVariables } from '../model/environment.ts';
import { ConfigError } from '../model/errors.ts';
import { type Clock, systemClock } from '../model/time.ts';

/** Which receiver, and how to reach it. What is left out comes from the environment. */
export interface CallerOptions {
  /** The source whose callbacks these are. Default: `SALLYPORT_CALLBACK_SOURCE`. */
  readonly source?: string;
  /** The receiver's audit table. Default: `SALLYPORT_AUDIT_TABLE`. */
  readonly auditTable?: string;
  /** Default: a client for the Region and the credentials of the service around it. */
  readonly dynamoDb?: DynamoDBClient;
  /** For tests. Default: the time. */
  readonly clock?: Clock;
}

/** The options with what the environment adds to them. */
export interface CallerSettings {
  readonly sourceId: string;
  readonly table: EventTable;
  readonly clock: Clock;
  readonly environment: ReturnType<typeof readCallerEnvironment>;
}

/**
 * What the caller said, else what the service around it was given.
 * @throws ConfigError naming everything that is missing.
 */
export function callerSettings(options: CallerOptions): CallerSettings {
  const environment = readCallerEnvironment();
  const sourceId = options.source ?? environment.source ?? '';
  const auditTable = options.auditTable ?? environment.auditTable ?? '';
  const problems = [
    ...(sourceIdForm.test(sourceId) ? [] : [missing('source', sourceId)]),
    ...(auditTable === '' ? [missing('auditTable', auditTable)] : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    sourceId,
    table: { client: options.dynamoDb ?? ownClient(), table: auditTable },
    clock: options.clock ?? systemClock,
    environment,
  };
}

const sourceIdForm = /^[a-z0-9-]{1,48}$/;

/** The line for an option that the environment could have given. */
export const missing = (option: keyof typeof callerVariables, value: string): string =>
  value === ''
    ? `${option}: is missing: give it as an option, or set ${callerVariables[option]}`
    : `${option}: "${value.slice(0, 80)}" is refused: see docs/callbacks.md for its form`;

let client: DynamoDBClient | undefined;

/** One for the life of the process: its connections are kept alive. */
function ownClient(): DynamoDBClient {
  client ??= dynamoDb('working');
  return client;
}
