/** A dependency (DynamoDB, SQS, S3, Secrets Manager) failed or did not answer in time. The sender is asked to come again. */
export class DependencyError extends Error {
  readonly dependency: string;
  constructor(dependency: string, cause: unknown) {
    super(`${dependency} failed: ${cause instanceof Error ? cause.name : String(cause)}`, {
      cause,
    });
    this.name = 'DependencyError';
    this.dependency = dependency;
  }
}

/** The operator must change something. Each problem says what, the offending value, what was expected and what to do. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
