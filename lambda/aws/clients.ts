import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '../model/errors.ts';

/** Limits that let three attempts fit into the ingress timeout of 10 s; senders give up after 3 to 10 s anyway. */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2500, throwOnRequestTimeout: true },
} as const;

export const dynamoDb = (): DynamoDBClient => new DynamoDBClient(clientOptions);
export const sqs = (): SQSClient => new SQSClient(clientOptions);

/** The result of an AWS call; its failure becomes a `DependencyError` that names the service. */
export async function calling<T>(dependency: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new DependencyError(dependency, error);
  }
}
