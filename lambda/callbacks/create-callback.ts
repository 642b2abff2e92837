import { ConfigError } from '../model/errors.ts';
import { type CallerOptions, callerSettings, missing } from './caller-settings.ts';
import { issueCallback } from './issue.ts';
import type { MintedCallback } from './mint.ts';
import type { CallbackOrder } from './order.ts';

export interface CreateOptions extends CallbackOrder, CallerOptions {
  /** Where the receiver answers callbacks, up to the source: `https://hooks.example.com/callbacks`. Default: `SALLYPORT_CALLBACKS_URL`. */
  readonly callbacksUrl?: string;
  /** The `publicUrl` of the source, where its configuration has one. */
  readonly publicUrl?: string;
}

/** As long as the receiver keeps its records unless it says otherwise. */
const defaultRetentionDays = 90;

/**
 * Mints an address for the answer to one call. When it resolves, the address is good, and `waitForCallback` finds its answer by the ref.
 * Needs `dynamodb:PutItem` on the audit table.
 * @throws ConfigError with one line for each thing that is wrong or missing, DependencyError when DynamoDB fails.
 */
export async function createCallback(options: CreateOptions): Promise<MintedCallback> {
  const {
    source: _source,
    auditTable: _table,
    dynamoDb: _client,
    clock: _clock,
    ...rest
  } = options;
  const { callbacksUrl, publicUrl, ...order } = rest;
  const { sourceId, table, clock, environment } = callerSettings(options);
  const address =
    publicUrl ?? `${callbacksAt(callbacksUrl ?? environment.callbacksUrl)}/${sourceId}`;
  const retentionDays = Number(environment.retentionDays ?? defaultRetentionDays);
  return issueCallback(table, order, { sourceId, address, retentionDays, clock });
}

/** Over the wire a token is a secret: in the clear it may travel on this machine alone. */
const addressForm =
  /^(https:\/\/[^\s/?#@]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[^\s?#]*)?$/;

function callbacksAt(url = ''): string {
  if (addressForm.test(url)) return url.replace(/\/+$/, '');
  throw new ConfigError([missing('callbacksUrl', url)]);
}
