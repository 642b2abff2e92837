import type { MultiMap } from './request.ts';

const redacted = '[redacted]';

/** Names that carry credentials at one sender or another, whatever the source configures. */
const credentialName =
  /authorization|cookie|secret|token|passw|api-?key|credential|client-cert|^x-amz-security/;

/** Shorter ones are no secrets that anybody chose, and would be found everywhere. */
const leastTokenLength = 16;

/**
 * Names and values fit for the audit record: a value is replaced when its name looks like a credential's or is in `secretNames`, and so is the
 * token of the address wherever it is repeated, as proxies do in headers of their own.
 * Signatures stay: they are no secrets, and the question "why was it rejected" needs them.
 */
export function redact(
  values: MultiMap,
  secretNames: readonly string[],
  pathToken = '',
): Readonly<Record<string, string>> {
  const without = (text: string): string =>
    pathToken.length < leastTokenLength ? text : text.replaceAll(pathToken, redacted);
  return Object.fromEntries(
    [...values].map(([name, all]) => [
      without(name),
      credentialName.test(name.toLowerCase()) || secretNames.includes(name.toLowerCase())
        ? redacted
        : without(all.join(', ')),
    ]),
  );
}
