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
  /** Where callbacks are answered, up to the source: `https://hooks.example.com/callbacks`. */
  callbacksUrl: 'SALLYPORT_CALLBACKS_URL',
  /** Seconds between the end of a callback's time and the event that says so: see `callbackGraceSeconds`. */
  callbackGraceSeconds: 'SALLYPORT_CALLBACK_GRACE_SECONDS',
} as const;

/** What a service that mints callbacks, or waits for their answers, may be given in place of options. */
export const callerVariables = {
  auditTable: environmentVariables.auditTable,
  bodyBucket: environmentVariables.bodyBucket,
  retentionDays: environmentVariables.retentionDays,
  callbacksUrl: environmentVariables.callbacksUrl,
  /** The source whose callbacks it mints, where it is one alone. */
  source: 'SALLYPORT_CALLBACK_SOURCE',
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
    // For the secrets that events are signed with on their way to https destinations.
    'secretPrefix',
    'leaseSeconds',
    'maxAttempts',
    'retryAfterSeconds',
    'reenqueueAfterSeconds',
    // For handlers that mint callbacks.
    'callbacksUrl',
    'retentionDays',
  ],
  sweeper: [
    'stage',
    'receiverFile',
    'auditTable',
    'deliveryQueueUrl',
    'retentionDays',
    'reenqueueAfterSeconds',
    'callbackGraceSeconds',
  ],
  'dead-letters': ['stage', 'auditTable', 'maxAttempts'],
  callbacks: ['receiverFile', 'auditTable', 'retentionDays', 'callbacksUrl'],
} as const satisfies Record<string, readonly EnvironmentVariable[]>;

export type FunctionName = keyof typeof functionEnvironment;
