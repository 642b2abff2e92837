import { type RecordStatus, recordStatuses } from '../../../../lambda/model/audit-record.ts';
import { rejections } from '../../../../lambda/model/rejection.ts';
import type { RecordQuery, RecordRow } from '../api.ts';
import { queryString } from '../http.ts';

/** Lengths of time back from now, in milliseconds. */
export const periods = {
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
} as const;
type Period = keyof typeof periods;

/** Why a request can be refused, in the order of the table. */
export const reasons: readonly string[] = Object.keys(rejections);

/** What the list of deliveries is narrowed to; an empty text is no limit. */
export interface RecordFilter {
  readonly source: string;
  readonly tenant: string;
  readonly status: RecordStatus | '';
  readonly reason: string;
  readonly type: string;
  readonly text: string;
  /** A period back from now, or an instant. ISO 8601. */
  readonly since: string;
  /** An instant. ISO 8601. */
  readonly until: string;
}

export const isPeriod = (since: string): since is Period => Object.hasOwn(periods, since);

const oneOf = <T extends string>(value: string, known: readonly T[]): T | '' =>
  known.find((each) => each === value) ?? '';

const instant = (value: string): string =>
  Number.isNaN(Date.parse(value)) ? '' : new Date(value).toISOString();

/** The filter in an address; what it names and we do not know is left out. */
export function filterFrom(search: string): RecordFilter {
  const query = new URLSearchParams(search);
  const value = (name: string) => query.get(name) ?? '';
  const since = value('since');
  return {
    source: value('source'),
    tenant: value('tenant'),
    status: oneOf(value('status'), recordStatuses),
    reason: oneOf(value('reason'), reasons),
    type: value('type'),
    text: value('text'),
    since: isPeriod(since) ? since : instant(since),
    until: instant(value('until')),
  };
}

/** The part of an address that `filterFrom` reads. */
export const searchOf = (filter: RecordFilter): string => queryString(filter);

export const isFiltered = (filter: RecordFilter): boolean => searchOf(filter) !== '';

/** When a period that ends now began, epoch milliseconds. */
export const startOf = (period: Period): number => Date.now() - periods[period];

/** Instant before which nothing is wanted, epoch milliseconds; undefined where there is none. */
function earliestMs({ since }: RecordFilter): number | undefined {
  if (since === '') return undefined;
  return isPeriod(since) ? startOf(since) : Date.parse(since);
}

/** What to ask the server for now. */
export function queryOf(filter: RecordFilter): RecordQuery {
  const sinceMs = earliestMs(filter);
  const { source, tenant, status, reason, type, text, until } = filter;
  return {
    ...(source && { source }),
    ...(tenant && { tenant }),
    ...(status && { status }),
    ...(reason && { reason }),
    ...(type && { type }),
    ...(text && { text }),
    ...(sinceMs !== undefined && { since: new Date(sinceMs).toISOString() }),
    ...(until && { until }),
  };
}

/**
 * What to ask a live stream for. Not for the status: a delivery that gets another one has to leave the list, so we must hear of it.
 */
export function liveQueryOf(filter: RecordFilter): RecordQuery {
  const { source, tenant, reason, type, text } = queryOf(filter);
  return {
    ...(source && { source }),
    ...(tenant && { tenant }),
    ...(reason && { reason }),
    ...(type && { type }),
    ...(text && { text }),
  };
}

/** Tells the rows of a live stream that belong into the list now. */
export function keeperOf(filter: RecordFilter): (row: RecordRow) => boolean {
  const sinceMs = earliestMs(filter);
  return (row) =>
    (filter.status === '' || row.status === filter.status) &&
    (sinceMs === undefined || Date.parse(row.receivedAt) >= sinceMs);
}
