/** The operation failed: one line for the operator, exit code 1. */
export class OperationFailed extends Error {}

/** The command cannot be carried out as given: one line that says what to do, exit code 2. */
export class UsageError extends Error {}

/** Commander's error text as our one line: what is wrong, and its suggestion behind it. */
export function writeUsageError(text: string, write: (text: string) => void): void {
  const line = text.replace(/^error: /, '').trimEnd();
  const next = /^unknown command '[^\n]*'$/.test(line) ? ': see sallyport --help' : '';
  write(`sallyport: ${line.replaceAll('\n', ' ')}${next}\n`);
}
