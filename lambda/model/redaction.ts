import type { MultiMap } from './request.ts';

const redacted = '[redacted]';

/** Names that carry credentials at one sender or another, whatever the source configures. */
const credentialName =
  /authorization|cookie|secret|token|passw|api-?key|credential|client-cert|^x-amz-security/;

/**
 * Names and values fit for the audit record: a value is replaced when its name looks like a credential's or is in `secretNames`.
 * Signatures stay: they are no secrets, and the question "why was it rejected" needs them.
 */
export function redact(
  values: MultiMap,
  secretNames: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...values].map(([name, all]) => [
      name,
      credentialName.test(name.toLowerCase()) || secretNames.includes(name.toLowerCase())
        ? redacted
        : all.join(', '),
    ]),
  );
}
