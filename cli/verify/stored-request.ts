import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { redact } from '../../lambda/model/redaction.ts';
import type { MultiMap } from '../../lambda/model/request.ts';
import { needsUrl } from '../../lambda/model/signature-coverage.ts';
import type { SignatureScheme } from '../../lambda/model/signature-scheme.ts';
import type { Source } from '../../lambda/model/source.ts';
import { withQuery } from '../../lambda/schemes/place-value.ts';
import type { SignedRequest } from '../../lambda/schemes/verdict.ts';

/** A request as its record keeps it, and what of it may not be as it was. */
export interface StoredRequest {
  readonly request: SignedRequest;
  /**
   * What was looked at since and may differ from what was received: a value that was redacted, several values that were joined to one, an
   * order that a record does not keep. Undefined where nothing was.
   */
  readonly doubt: () => 'redacted' | 'not-rebuilt' | undefined;
}

/** What stands in a record in place of a credential. */
const redacted = redact(new Map([['secret', ['']]]), [])['secret'];

/** The request that a source's scheme is to judge again. */
export function storedRequest(
  record: AuditRecord,
  source: Source & { readonly signature: SignatureScheme },
  body: Uint8Array,
): StoredRequest {
  const headers = new WatchedValues(record.headers);
  const query = new WatchedValues(record.query);
  const { publicUrl, settings = {} } = source;
  const readsUrl = needsUrl(source.signature);
  const url = publicUrl && urlWith(publicUrl, query.plain());
  return {
    request: { method: record.method, headers, query, body, settings, ...(url && { url }) },
    doubt: () => {
      const read = [
        ...headers.read(),
        ...query.read(),
        ...(readsUrl ? Object.values(record.query) : []),
      ];
      if (read.includes(redacted ?? '')) return 'redacted';
      // A record keeps no order: of several values in the address any may have come first.
      const isReordered = (readsUrl || query.wereListed) && Object.keys(record.query).length > 1;
      const hasMoved = readsUrl && isElsewhere(record.headers['host'], publicUrl);
      const isJoined = read.some((value) => value.includes(', '));
      return isReordered || hasMoved || isJoined ? 'not-rebuilt' : undefined;
    },
  };
}

const urlWith = (publicUrl: string, query: MultiMap): string =>
  publicUrl.includes('?') ? publicUrl : withQuery(publicUrl, query);

/** Whether the request came to another host than the configuration names now: then the sender may have signed another address. */
const isElsewhere = (host: string | undefined, publicUrl: string | undefined): boolean =>
  publicUrl === undefined || host === undefined || new URL(publicUrl).host !== host;

/** Values by name that remember which of them were looked at. */
class WatchedValues extends Map<string, readonly string[]> {
  readonly #read = new Set<string>();
  wereListed = false;

  constructor(values: Readonly<Record<string, string>>) {
    super(Object.entries(values).map(([name, value]) => [name, [value]]));
  }

  override get(name: string): readonly string[] | undefined {
    const found = super.get(name);
    for (const value of found ?? []) this.#read.add(value);
    return found;
  }

  override [Symbol.iterator](): MapIterator<[string, readonly string[]]> {
    this.wereListed = true;
    for (const values of super.values()) for (const value of values) this.#read.add(value);
    return super[Symbol.iterator]();
  }

  /** A copy that nobody watches. */
  plain(): MultiMap {
    return new Map(super.entries());
  }

  read(): readonly string[] {
    return [...this.#read];
  }
}
