/** Every environment variable of the functions: `lib/` sets them, `lambda/aws/environment.ts` reads them. */
export const environmentVariables = {
  /** Stage name, a metric dimension. */
  stage: 'SALLYPORT_STAGE',
  /** JSON file with the resolved sources and the handler modules; relative names start at the bundle's root. */
  receiverFile: 'SALLYPORT_RECEIVER_FILE',
  auditTable: 'SALLYPORT_AUDIT_TABLE',
  deliveryQueueUrl: 'SALLYPORT_DELIVERY_QUEUE_URL',
  bodyBucket: 'SALLYPORT_BODY_BUCKET',
  /** Secret names are this prefix plus the source id. */
  secretPrefix: 'SALLYPORT_SECRET_PREFIX',
  /** Least seconds between two reads of a source's secret that mismatches cause. */
  secretReloadSeconds: 'SALLYPORT_SECRET_RELOAD_SECONDS',
  /** Days an audit record is kept; longer than any provider's retry horizon. */
  retentionDays: 'SALLYPORT_RETENTION_DAYS',
  /** Seconds after which an open event is put on the queue once more. */
  reenqueueAfterSeconds: 'SALLYPORT_REENQUEUE_AFTER_SECONDS',
  /** Seconds for which a worker holds an event without renewing its claim. */
  leaseSeconds: 'SALLYPORT_LEASE_SECONDS',
  /** Runs of the handler that an event has, replays apart. */
  maxAttempts: 'SALLYPORT_MAX_ATTEMPTS',
  /** First pause before a failed attempt is repeated; it doubles with each further one. */
  retryAfterSeconds: 'SALLYPORT_RETRY_AFTER_SECONDS',
} as const;

/** Set by the local run alone: where its stand-in for the senders' key addresses listens. No stack sets it. */
export const keyRelayVariable = 'SALLYPORT_LOCAL_KEY_RELAY';

export type EnvironmentVariable = keyof typeof environmentVariables;

/** The variables of each function: what it is given is what it reads. */
export const functionEnvironment = {
  ingress: [
    'stage',
    'receiverFile',
    'auditTable',
    'deliveryQueueUrl',
    'bodyBucket',
    'secretPrefix',
    'secretReloadSeconds',
    'retentionDays',
    'reenqueueAfterSeconds',
  ],
  worker: [
    'stage',
    'receiverFile',
    'auditTable',
    'deliveryQueueUrl',
    'bodyBucket',
    'leaseSeconds',
    'maxAttempts',
    'retryAfterSeconds',
    'reenqueueAfterSeconds',
  ],
  sweeper: ['stage', 'receiverFile', 'auditTable', 'deliveryQueueUrl', 'reenqueueAfterSeconds'],
  'dead-letters': ['stage', 'auditTable', 'maxAttempts'],
} as const satisfies Record<string, readonly EnvironmentVariable[]>;

export type FunctionName = keyof typeof functionEnvironment;
