import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '../model/errors.ts';

interface CallBudget {
  readonly maxAttempts: number;
  /** Milliseconds for opening a connection. */
  readonly connectionTimeout: number;
  /** Milliseconds for one try, answer included. */
  readonly requestTimeout: number;
}

/**
 * What each side of the queue can spend on one AWS call. A sender waits 3 s in all, so the ingress gives a hanging connection up early and
 * tries on another one; behind the queue nobody waits, and trying longer is better than running a handler twice.
 */
const budgets = {
  answering: { maxAttempts: 3, connectionTimeout: 300, requestTimeout: 700 },
  working: { maxAttempts: 5, connectionTimeout: 1000, requestTimeout: 3000 },
} as const satisfies Record<string, CallBudget>;

export type CallBudgetName = keyof typeof budgets;

/** Client settings for a budget. Connections are kept alive, which is the SDK's default. */
export function clientOptions(budget: CallBudgetName) {
  const { maxAttempts, ...timeouts } = budgets[budget];
  return {
    maxAttempts,
    // `adaptive` would hold calls back by itself, where the sender should learn with a 503 that it must come again.
    retryMode: 'standard',
    requestHandler: { ...timeouts, throwOnRequestTimeout: true },
  } as const;
}

export const dynamoDb = (budget: CallBudgetName): DynamoDBClient =>
  new DynamoDBClient(clientOptions(budget));
export const sqs = (budget: CallBudgetName): SQSClient => new SQSClient(clientOptions(budget));

/** The result of an AWS call; its failure becomes a `DependencyError` that names the service. */
export async function calling<T>(dependency: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new DependencyError(dependency, error);
  }
}
