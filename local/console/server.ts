import type { RequestListener } from 'node:http';
import type { AuditReader } from '../../cli/audit-reader.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { renderPage } from './page.ts';

const shown = 100;

/** Nothing on this page is loaded from elsewhere, and nothing a sender wrote may run. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

interface ConsoleSettings {
  readonly reader: AuditReader;
  readonly sources: readonly string[];
}

/** The console: one page with the newest audit records. */
export function consoleListener({ reader, sources }: ConsoleSettings): RequestListener {
  return async (request, response) => {
    // A page of another site may not read this one by a name that resolves to loopback.
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (host !== '127.0.0.1' && host !== 'localhost') {
      response.writeHead(403).end();
      return;
    }
    if (request.method !== 'GET' || !['/', '/console.css'].includes(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    if (request.url === '/console.css') {
      response.writeHead(200, { ...headers, 'content-type': 'text/css' }).end(styles);
      return;
    }
    try {
      const page = renderPage(await newest(reader, sources));
      response.writeHead(200, headers).end(page);
    } catch (error) {
      process.stderr.write(`console: ${String(error)}\n`);
      response.writeHead(503).end();
    }
  };
}

async function newest(
  reader: AuditReader,
  sources: readonly string[],
): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of reader.list({ sources })) {
    records.push(record);
    if (records.length === shown) break;
  }
  return records;
}

const styles = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 1.5rem auto; max-width: 80rem; padding: 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .7rem; text-align: left; border-bottom: 1px solid #8885; white-space: nowrap; }
td.id { font-family: ui-monospace, monospace; }
.done { color: light-dark(#0a6b2d, #6fdc8c); }
.rejected, .failed, .conflict { color: light-dark(#b3261e, #ff8a80); }
`;
