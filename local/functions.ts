import {
  type EnvironmentVariable,
  environmentVariables,
  type FunctionName,
  functionEnvironment,
} from '../lambda/model/environment.ts';
import { FunctionThread } from './function-thread.ts';
import { localSettings } from './settings.ts';

interface FunctionsSettings {
  readonly receiverFile: string;
  readonly deliveryQueueUrl: string;
  /** Where callbacks are answered, up to the source. */
  readonly callbacksUrl: string;
  /** Endpoints, Region and credentials for the SDK. */
  readonly sdkVariables: Readonly<Record<string, string>>;
  readonly onLogLine: (line: string) => void;
}

export type Functions = Readonly<Record<FunctionName, FunctionThread>>;

/** Starts the functions. */
export async function startFunctions(settings: FunctionsSettings): Promise<Functions> {
  const values: Readonly<Record<EnvironmentVariable, string>> = {
    stage: localSettings.stage,
    receiverFile: settings.receiverFile,
    auditTable: localSettings.auditTable,
    deliveryQueueUrl: settings.deliveryQueueUrl,
    bodyBucket: localSettings.bodyBucket,
    secretPrefix: localSettings.secretPrefix,
    secretReloadSeconds: String(localSettings.secretReloadSeconds),
    retentionDays: String(localSettings.retentionDays),
    reenqueueAfterSeconds: String(localSettings.reenqueueAfterSeconds),
    leaseSeconds: String(localSettings.leaseSeconds),
    maxAttempts: String(localSettings.maxAttempts),
    retryAfterSeconds: String(localSettings.retryAfterSeconds),
    callbacksUrl: settings.callbacksUrl,
    callbackGraceSeconds: String(localSettings.callbackGraceSeconds),
  };
  const start = (name: FunctionName, timeoutMs: number): FunctionThread => {
    const own = functionEnvironment[name].map((key) => [environmentVariables[key], values[key]]);
    return new FunctionThread({
      entry: new URL(`../lambda/${name}.lambda.ts`, import.meta.url),
      // The team's handlers may need variables of their own; the other functions get what the stack gives them.
      environment: {
        ...(name === 'worker' ? definedVariables(process.env) : {}),
        ...settings.sdkVariables,
        ...Object.fromEntries(own),
      },
      timeoutMs,
      onLogLine: settings.onLogLine,
    });
  };
  const functions = {
    ingress: start('ingress', localSettings.ingressTimeoutMs),
    worker: start('worker', localSettings.workerTimeoutMs),
    'dead-letters': start('dead-letters', localSettings.deadLettersTimeoutMs),
    sweeper: start('sweeper', localSettings.sweeperTimeoutMs),
    callbacks: start('callbacks', localSettings.callbacksTimeoutMs),
  };
  await Promise.all(Object.values(functions).map((thread) => thread.started()));
  return functions;
}

const definedVariables = (variables: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
