type Metrics = Readonly<Record<string, number>>;

interface LogLine {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: Metrics;
  readonly fields: Readonly<Record<string, unknown>>;
}

const namespace = 'Sallyport';

/** Writes one JSON line that is no metric. */
export function logNote(fields: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}

/**
 * Writes one JSON line that is at once the log entry and the metric (CloudWatch embedded metric format).
 * Straight to standard output: `console.log` would put Lambda's own prefix before the JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html (2026-11-23)
 */
export function logLine({ dimensions, metrics, fields }: LogLine, timestampMs: number): void {
  const line = {
    ...fields,
    ...dimensions,
    ...metrics,
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: Object.keys(metrics).map((Name) => ({
            Name,
            Unit: Name.endsWith('Ms') ? 'Milliseconds' : 'Count',
          })),
        },
      ],
    },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
