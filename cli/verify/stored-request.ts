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
   * order that a record does not keep, the token in the address of a callback. Undefined where nothing was.
   */
  readonly doubt: () => 'redacted' | 'callback-token' | 'not-rebuilt' | undefined;
}

/** What stands in a record in place of a credential. */
const redacted = redact(new Map([['secret', ['']]]), [])['secret'];

type Signed = Source & { readonly signature: SignatureScheme };

/** The request that a source's scheme is to judge again. */
export function storedRequest(
  record: AuditRecord,
  source: Signed,
  body: Uint8Array,
): StoredRequest {
  const headers = new WatchedValues(record.headers);
  const query = new WatchedValues(record.query);
  const { settings = {} } = source;
  const address = addressOf(source, record);
  const url = address && urlWith(address, query.plain());
  return {
    request: { method: record.method, headers, query, body, settings, ...(url && { url }) },
    doubt: () => {
      const readsUrl = needsUrl(source.signature);
      const inUrl = readsUrl ? Object.values(record.query) : [];
      const read = [...headers.read(), ...query.read(), ...inUrl];
      if (read.includes(redacted ?? '')) return 'redacted';
      const ofAddress = addressDoubt(record, source);
      if (ofAddress !== undefined) return ofAddress;
      const isReordered = query.wereListed && hasNoOrder(record);
      const isJoined = read.some((value) => value.includes(', '));
      return isReordered || isJoined ? 'not-rebuilt' : undefined;
    },
  };
}

/** The address that the sender was given, but for the token of a callback: that is kept nowhere. */
const addressOf = ({ publicUrl }: Source, { tenant }: AuditRecord): string | undefined =>
  publicUrl !== undefined && tenant !== undefined ? `${publicUrl}/${tenant}` : publicUrl;

const urlWith = (publicUrl: string, query: MultiMap): string =>
  publicUrl.includes('?') ? publicUrl : withQuery(publicUrl, query);

/** Why the address, where it was signed, may be another than the one that the configuration makes now. */
function addressDoubt(
  record: AuditRecord,
  { signature, publicUrl, callbacks }: Signed,
): 'callback-token' | 'not-rebuilt' | undefined {
  if (!needsUrl(signature)) return undefined;
  if (record.callback !== undefined) return 'callback-token';
  const isElsewhere = callbacks !== undefined || isOnOtherHost(record.headers['host'], publicUrl);
  return isElsewhere || hasNoOrder(record) ? 'not-rebuilt' : undefined;
}

const isOnOtherHost = (host: string | undefined, publicUrl: string | undefined): boolean =>
  publicUrl === undefined || host === undefined || new URL(publicUrl).host !== host;

/** A record keeps no order: of several values in the address any may have come first. */
const hasNoOrder = ({ query }: AuditRecord): boolean => Object.keys(query).length > 1;

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
