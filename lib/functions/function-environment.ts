import { callbackGraceSeconds } from '../../lambda/model/callback.ts';
import {
  type EnvironmentVariable,
  type FunctionName,
  functionEnvironment,
} from '../../lambda/model/environment.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';
import { receiverFileName } from './function-bundle.ts';

type Values = Readonly<Record<EnvironmentVariable, string>>;
/** What is known only once there is an API. */
type LaterValues = Pick<Values, 'callbacksUrl'>;

/** The values of exactly the variables that the function reads. */
export function environmentOf(
  name: FunctionName,
  parts: ReceiverParts,
  later?: LaterValues,
): Partial<Values> {
  const values = { ...valuesOf(parts), ...later };
  const names: readonly EnvironmentVariable[] = functionEnvironment[name];
  return Object.fromEntries(Object.entries(values).filter(([key]) => names.some((n) => n === key)));
}

const valuesOf = (parts: ReceiverParts): Omit<Values, keyof LaterValues> => ({
  stage: parts.stageName,
  receiverFile: receiverFileName,
  auditTable: parts.auditTable.table.tableName,
  deliveryQueueUrl: parts.deliveries.queue.queueUrl,
  bodyBucket: parts.bodies.bucket.bucketName,
  secretPrefix: parts.secrets.prefix,
  secretReloadSeconds: String(settings.secretReload.toSeconds()),
  retentionDays: String(parts.retentionDays),
  reenqueueAfterSeconds: String(settings.reenqueueAfter.toSeconds()),
  leaseSeconds: String(parts.worker.lease.toSeconds()),
  maxAttempts: String(settings.maxAttempts),
  retryAfterSeconds: String(settings.retryAfter.toSeconds()),
  callbackGraceSeconds: String(callbackGraceSeconds),
});
