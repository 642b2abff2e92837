/** The operation failed: one line for the operator, exit code 1. */
export class OperationFailed extends Error {}

/** The command cannot be carried out as given: one line that says what to do, exit code 2. */
export class UsageError extends Error {}
