import { printable } from '../../cli/output.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it: whatever a sender wrote stays text. */
const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** The page with these records, newest first; it loads itself anew every few seconds. */
export function renderPage(records: readonly AuditRecord[]): string {
  const body =
    records.length === 0
      ? '<p>Nothing has arrived yet. Send a sample: <code>npx sallyport send SOURCE</code></p>'
      : `<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>${records.map(row).join('')}</tbody></table></div>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3"><title>Sallyport</title><link rel="stylesheet" href="/console.css"></head>
<body><main><h1>Sallyport: newest deliveries</h1>${body}</main></body></html>`;
}

const heads = [
  'Received',
  'Source',
  'Status',
  'Reason',
  'Event type',
  'From',
  'Attempts',
  'Deliveries',
  'Record',
]
  .map((name) => `<th scope="col">${name}</th>`)
  .join('');

function row(record: AuditRecord): string {
  const cells = [
    record.receivedAt,
    record.source,
    record.status,
    record.reason ?? record.outcome ?? '',
    record.eventType ?? '',
    record.sourceIp,
    String(record.attempts),
    String(record.deliveries),
    record.id,
  ].map(escapeHtml);
  const classes = new Map([
    [2, escapeHtml(record.status)],
    [8, 'id'],
  ]);
  return `<tr>${cells.map((cell, at) => `<td class="${classes.get(at) ?? ''}">${cell}</td>`).join('')}</tr>`;
}
