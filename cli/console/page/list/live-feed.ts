import type { ApiError, RecordQuery, RecordRow } from '../api.ts';
import { askAgain, connection } from '../connection.ts';
import { queryString } from '../http.ts';

interface Listener {
  /** Rows that came in since the last call, each once in its latest state. */
  readonly onRows: (rows: readonly RecordRow[]) => void;
  /** The stream is open, at first or again: what happened before is not in it. */
  readonly onOpen: () => void;
  /** It is interrupted, or the server says what keeps it from reading; it goes on by itself. */
  readonly onTrouble: (text: string | undefined) => void;
}

/** At most so often rows are handed on: more cannot be read, and each time costs a rendering. */
const batchMs = 200;
const reopenMs = 3000;
/** Trouble that lasts is told again and again; that it is over nobody says. */
const troubleMs = 12_000;
/** A page that nobody looks at costs the receiver no reading after this time. */
const hiddenMs = 60_000;

/** Listens to new and changed deliveries until the answered function is called. */
export function openLiveFeed(query: RecordQuery, listener: Listener): () => void {
  const batch = batched(listener.onRows);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let relief: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(relief);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(`/api/live${queryString(query)}`);
    source.addEventListener('open', () => {
      listener.onTrouble(undefined);
      listener.onOpen();
    });
    source.addEventListener('records', ({ data }) => {
      listener.onTrouble(undefined);
      batch.add(JSON.parse(data) as readonly RecordRow[]);
    });
    source.addEventListener('trouble', ({ data }) => {
      listener.onTrouble((JSON.parse(data) as ApiError).error);
      clearTimeout(relief);
      relief = setTimeout(() => listener.onTrouble(undefined), troubleMs);
    });
    source.addEventListener('error', () => {
      // Why it broke off an event source does not say; an ordinary request does.
      close();
      listener.onTrouble('interrupted');
      void askAgain();
      timer = setTimeout(reopen, reopenMs);
    });
  };
  const reopen = () => {
    if (connection.get() === 'ok') open();
    else timer = setTimeout(reopen, reopenMs);
  };
  const followVisibility = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(close, hiddenMs);
    else if (source === undefined) open();
  };
  document.addEventListener('visibilitychange', followVisibility);
  open();
  return () => {
    document.removeEventListener('visibilitychange', followVisibility);
    clearTimeout(timer);
    batch.drop();
    close();
  };
}

/** Gathers rows and hands them on in the next animation frame, or soon where no frames are drawn. */
function batched(onRows: (rows: readonly RecordRow[]) => void) {
  let pending = new Map<string, RecordRow>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const flush = () => {
    timer = undefined;
    const rows = [...pending.values()];
    pending = new Map();
    onRows(rows);
  };
  const whenDrawn = () => {
    if (document.visibilityState === 'hidden') flush();
    else frame = requestAnimationFrame(flush);
  };
  return {
    add(rows: readonly RecordRow[]) {
      for (const row of rows) pending.set(row.id, row);
      timer ??= setTimeout(whenDrawn, batchMs);
    },
    drop() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    },
  };
}
