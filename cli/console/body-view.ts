import { isUtf8 } from 'node:buffer';
import { applyEdits, format, type ParseError, parse } from 'jsonc-parser';
import xmlFormatter from 'xml-formatter';
import type { Body } from './kept-body.ts';
import type { BodyView } from './page/api.ts';

/** Its types describe an ES module, which it is not. */
const formatXml = xmlFormatter as unknown as typeof xmlFormatter.default;

/** Longest part of a body that is shown, and longest hex dump: the whole of it is a download. */
const shownBytes = 256 * 1024;
const shownHexBytes = 16 * 1024;

/** The body as the page shows it. */
export function bodyView(kept: Body, contentType = ''): BodyView {
  if (kept.kind === 'none') return kept;
  const body = kept.bytes;
  if (body.byteLength === 0) return { kind: 'none', why: 'it is empty' };
  const isCut = body.byteLength > shownBytes;
  const shown = isCut ? body.subarray(0, lastWhole(body, shownBytes)) : body;
  if (!isUtf8(shown) || shown.includes(0)) return hexView(body);
  const text = Buffer.from(shown).toString();
  const type = contentType.toLowerCase();
  if (type.includes('x-www-form-urlencoded'))
    return { kind: 'form', pairs: [...new URLSearchParams(text)], isCut };
  if (/^\s*[[{]/.test(text)) return { kind: 'json', text: isCut ? text : prettyJson(text), isCut };
  if (/^\s*</.test(text)) return { kind: 'xml', text: isCut ? text : prettyXml(text), isCut };
  return { kind: 'text', text, isCut };
}

/** Only white space changes: numbers, escapes and doubled keys are what an auditor wants to see as they came. */
export function prettyJson(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors);
  if (errors.length > 0) return text;
  const options = { insertSpaces: true, tabSize: 2, eol: '\n' };
  return applyEdits(text, format(text, undefined, options));
}

/** The library mends what is broken; that must not be shown as what was received. */
function prettyXml(text: string): string {
  try {
    const pretty = formatXml(text, {
      indentation: '  ',
      collapseContent: true,
      lineSeparator: '\n',
    });
    return withoutSpace(pretty) === withoutSpace(text) ? pretty : text;
  } catch {
    return text;
  }
}

const withoutSpace = (text: string): string => text.replace(/\s/g, '');

/** The longest prefix of at most `most` bytes that does not cut a UTF-8 character. */
function lastWhole(bytes: Uint8Array, most: number): number {
  let end = most;
  while (end > most - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end;
}

const bytesALine = 16;

function hexView(body: Uint8Array): BodyView {
  const shown = body.subarray(0, shownHexBytes);
  const lines: string[] = [];
  for (let at = 0; at < shown.byteLength; at += bytesALine)
    lines.push(hexLine(at, shown.subarray(at, at + bytesALine)));
  return { kind: 'binary', text: lines.join('\n'), isCut: body.byteLength > shownHexBytes };
}

function hexLine(at: number, bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const text = [...bytes].map((byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  );
  return `${at.toString(16).padStart(8, '0')}  ${hex.padEnd(3 * bytesALine)} ${text.join('')}`;
}
