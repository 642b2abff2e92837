import {
  type Filter,
  filters,
  type OptionalPart,
  type PairsPart,
  type Template,
  type TemplatePart,
} from '../model/template.ts';

/** The parsed template, or a sentence that says what is wrong with it. */
export function parseTemplate(template: Template): readonly TemplatePart[] | string {
  const pieces: readonly (string | OptionalPart<string> | PairsPart)[] =
    typeof template === 'string' ? [template] : template;
  const parts: TemplatePart[] = [];
  for (const piece of pieces) {
    const parsed = parsePiece(piece);
    if (typeof parsed === 'string') return parsed;
    parts.push(...parsed);
  }
  return parts;
}

function parsePiece(
  piece: string | OptionalPart<string> | PairsPart,
): readonly TemplatePart[] | string {
  if (typeof piece === 'string') return parseText(piece);
  if ('pairs' in piece) return [{ kind: 'pairs', ...piece }];
  const inner = parseText(piece.optional);
  return typeof inner === 'string' ? inner : [{ kind: 'optional', parts: inner }];
}

const token = /\{\{|\}\}|\{([^{}]*)\}/g;

function parseText(text: string): readonly TemplatePart[] | string {
  const parts: TemplatePart[] = [];
  const addLiteral = (literal: string) => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
  };
  let end = 0;
  for (const match of text.matchAll(token)) {
    const before = text.slice(end, match.index);
    if (strayBrace.test(before)) return strayBraceMessage(before);
    addLiteral(before);
    end = match.index + match[0].length;
    if (match[1] === undefined) {
      addLiteral(match[0].charAt(0));
      continue;
    }
    const part = placeholder(match[1]);
    if (typeof part === 'string') return part;
    parts.push(part);
  }
  const rest = text.slice(end);
  if (strayBrace.test(rest)) return strayBraceMessage(rest);
  addLiteral(rest);
  return parts;
}

/** A brace that belongs to no placeholder: taken as text it would be signed, and nobody meant that. */
const strayBrace = /[{}]/;
const strayBraceMessage = (text: string): string =>
  `"${text}" holds a brace that belongs to no placeholder: write {{ or }} for the brace itself`;

const ownValues = ['body', 'proven-body', 'timestamp', 'url', 'path', 'method', 'secret'] as const;
const locations = ['header', 'query', 'json', 'form'] as const;

function placeholder(text: string): TemplatePart | string {
  const [place = '', ...filterNames] = text.split('|');
  const unknown = filterNames.find((name) => !filters.some((filter) => filter === name));
  if (unknown !== undefined) {
    return `{${text}}: filter "${unknown}" is not known: use one of ${filters.join(', ')}`;
  }
  const applied = filterNames as Filter[];
  const at = place.indexOf(':');
  const kind = at === -1 ? place : place.slice(0, at);
  const argument = place.slice(at + 1);
  const own = ownValues.find((name) => name === place);
  if (own !== undefined) return { kind: own, filters: applied };
  const mayBeAbsent = argument.endsWith('?');
  const name = mayBeAbsent ? argument.slice(0, -1) : argument;
  if (at === -1 || name === '') return unknownPlaceholder(text);
  if (kind === 'field' || kind === 'setting') return { kind, name, filters: applied };
  const location = locations.find((candidate) => candidate === kind);
  if (location === undefined) return unknownPlaceholder(text);
  const value = location === 'header' ? name.toLowerCase() : name;
  return {
    kind: 'value',
    at: { [location]: value } as Extract<TemplatePart, { kind: 'value' }>['at'],
    mayBeAbsent,
    filters: applied,
  };
}

const unknownPlaceholder = (text: string): string =>
  `{${text}} is not known: use {body}, {timestamp}, {header:NAME}, {query:NAME}, {json:PATH}, {form:NAME}, {field:NAME}, {setting:NAME}, {url}, {path}, {method} or {secret}; write {{ for a brace`;
