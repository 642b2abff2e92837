/**
 * The deployed stack's settings, shortened for a laptop: whoever kills the local run wants to see it heal at once.
 * Their order is what counts: timeout < lease < visibility.
 */
export const localSettings = {
  stage: 'local',
  auditTable: 'sallyport-local-audit',
  deliveryQueue: 'sallyport-local-deliveries',
  deadLetterQueue: 'sallyport-local-dead-letters',
  orderedDeadLetterQueue: 'sallyport-local-ordered-dead-letters.fifo',
  bodyBucket: 'sallyport-local-bodies',
  secretPrefix: 'sallyport/local/',
  callbacksFunction: 'sallyport-local-callbacks',
  ingressTimeoutMs: 10_000,
  workerTimeoutMs: 15_000,
  deadLettersTimeoutMs: 10_000,
  sweeperTimeoutMs: 10_000,
  callbacksTimeoutMs: 10_000,
  leaseSeconds: 17,
  visibilitySeconds: 20,
  reenqueueAfterSeconds: 10,
  sweepEveryMs: 5_000,
  retryAfterSeconds: 1,
  maxAttempts: 5,
  maxReceiveCount: 10,
  secretReloadSeconds: 1,
  retentionDays: 90,
  callbackGraceSeconds: 1,
} as const;
