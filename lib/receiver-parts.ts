import type { Receiver } from '../lambda/model/receiver.ts';
import type { CallbackSettings } from './callbacks/callbacks-props.ts';
import type { FunctionSettings } from './functions/functions-props.ts';
import type { WorkerTimes } from './settings.ts';
import type { AuditTable } from './storage/audit-table.ts';
import type { BodyBucket } from './storage/body-bucket.ts';
import type { DataKey } from './storage/data-key.ts';
import type { DestinationSecrets } from './storage/destination-secrets.ts';
import type { SourceSecrets } from './storage/source-secrets.ts';
import type { DeliveryQueue } from './worker/delivery-queue.ts';

/** What the functions work on; each function is granted its own share of it. */
export interface ReceiverParts {
  readonly stageName: string;
  readonly receiver: Receiver;
  readonly retentionDays: number;
  readonly worker: WorkerTimes;
  readonly functions: FunctionSettings;
  readonly callbacks: CallbackSettings;
  readonly key: DataKey;
  readonly auditTable: AuditTable;
  readonly bodies: BodyBucket;
  readonly secrets: SourceSecrets;
  readonly destinationSecrets: DestinationSecrets;
  readonly deliveries: DeliveryQueue;
}
