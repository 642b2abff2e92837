import { dynamoDb } from './aws/clients.ts';
import { readEnvironment, readReceiver } from './aws/environment.ts';
import { mintForSource } from './callbacks/mint-for-source.ts';
import { systemClock } from './model/time.ts';

/* Composition root of the function that mints callbacks: environment → adapters → mintForSource(). */

const environment = readEnvironment('callbacks');

/**
 * Mints a callback: `{ source, ref, ttl, uses?, data?, taskToken?, durableCallbackId? }` → `{ url, ref, expiresAt }`. Who may invoke it is
 * IAM's to say. Fails with one line for each thing that is wrong with the order.
 */
export const handler = mintForSource({
  client: dynamoDb('working'),
  table: environment.auditTable,
  sources: readReceiver(environment.receiverFile).sources,
  callbacksUrl: environment.callbacksUrl,
  retentionDays: Number(environment.retentionDays),
  clock: systemClock,
});
