import type { SignedPart } from '../model/signature-scheme.ts';

const placeholder = /\{([^{}]*)\}/g;

/**
 * Parts of a template such as `{timestamp}.{body}`, or a sentence that says what is wrong with it.
 * Known placeholders: `{timestamp}` and `{body}`, each exactly once, and `{header:NAME}`.
 */
export function parseSignedTemplate(template: string): readonly SignedPart[] | string {
  const parts: SignedPart[] = [];
  let end = 0;
  for (const match of template.matchAll(placeholder)) {
    const part = partOf(match[1] ?? '');
    if (part === undefined) {
      return `${match[0]} is not known: use {timestamp}, {body} or {header:NAME}`;
    }
    if (match.index > end) parts.push({ kind: 'literal', text: template.slice(end, match.index) });
    parts.push(part);
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ kind: 'literal', text: template.slice(end) });
  for (const kind of ['timestamp', 'body'] as const) {
    const count = parts.filter((part) => part.kind === kind).length;
    if (count !== 1) return `{${kind}} must stand in it exactly once, it stands ${count} times`;
  }
  return parts;
}

function partOf(name: string): SignedPart | undefined {
  if (name === 'timestamp') return { kind: 'timestamp' };
  if (name === 'body') return { kind: 'body' };
  const header = /^header:([A-Za-z0-9-]+)$/.exec(name)?.[1];
  return header === undefined ? undefined : { kind: 'header', header: header.toLowerCase() };
}
