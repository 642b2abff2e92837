import type { RecordPage } from '../api.ts';
import { getJson, queryString } from '../http.ts';

/** How many records are a page. */
export const pageSize = 50;

const mostContinuations = 10;

interface Search<Page> {
  /** Of an endpoint that answers with pages. */
  readonly path: string;
  readonly query: object;
  /** Only records older than this id. */
  readonly before?: string | undefined;
  readonly signal: AbortSignal;
  readonly onPage: (page: Page) => void;
  /** Whether to stop after this page; a full page of records is enough where it is not told. */
  readonly isEnough?: (page: Page) => boolean;
}

/**
 * Searches until it is enough, the records end, or it went on ten times: a single answer may hold few records, or none, although there are more.
 */
export async function searchPages<Page extends RecordPage>(search: Search<Page>): Promise<void> {
  const { path, query, signal, onPage, isEnough } = search;
  let { before } = search;
  let found = 0;
  for (let round = 0; round <= mostContinuations; round++) {
    const page = await getJson<Page>(`${path}${queryString({ ...query, before })}`, signal);
    signal.throwIfAborted();
    onPage(page);
    found += page.records.length;
    before = page.next;
    if (before === undefined || (isEnough?.(page) ?? found >= pageSize)) return;
  }
}
