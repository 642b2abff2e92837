import type { TemplatePart } from '../model/template.ts';
import { placeName } from '../model/value-location.ts';
import { filtered } from './filters.ts';
import { pairsText } from './pairs.ts';
import { singleValue } from './single-value.ts';
import type { SignedRequest } from './verdict.ts';

/** What the placeholders stand for. */
export interface RenderContext {
  readonly request: SignedRequest;
  readonly timestamp?: string;
  /** Named fields of the text that holds the signature. */
  readonly fields?: ReadonlyMap<string, string>;
  readonly secret?: Uint8Array;
  /** Signatures as they stand in the request. */
  readonly signatureTexts?: readonly string[];
  /** Element of the body that carries a signature of its own. */
  readonly element?: Uint8Array;
}

export type Rendered =
  /** The parts as they are: nothing is concatenated or re-encoded, so a MAC covers the very bytes that arrived. */
  | { readonly kind: 'content'; readonly parts: readonly (string | Uint8Array)[] }
  | { readonly kind: 'missing' | 'duplicated'; readonly what: string };

/** The content that a template describes, or which of its values is missing or there twice. */
export function render(parts: readonly TemplatePart[], context: RenderContext): Rendered {
  const content: (string | Uint8Array)[] = [];
  for (const part of parts) {
    const rendered = renderPart(part, context);
    if (rendered.kind !== 'content') return rendered;
    content.push(...rendered.parts);
  }
  return { kind: 'content', parts: content };
}

function renderPart(part: TemplatePart, context: RenderContext): Rendered {
  if (part.kind === 'optional') {
    const inner = render(part.parts, context);
    return inner.kind === 'missing' ? { kind: 'content', parts: [] } : inner;
  }
  const value = textOf(part, context);
  if (value === isDoubled) return { kind: 'duplicated', what: nameOf(part) };
  return value === undefined
    ? { kind: 'missing', what: nameOf(part) }
    : { kind: 'content', parts: [value] };
}

type LeafPart = Exclude<TemplatePart, { readonly kind: 'optional' }>;

const isDoubled = Symbol('doubled');

function textOf(
  part: LeafPart,
  context: RenderContext,
): string | Uint8Array | undefined | typeof isDoubled {
  if (part.kind === 'literal') return part.text;
  if (part.kind === 'pairs') return pairsText(part, context.request);
  if (part.kind !== 'value') {
    const raw = ownValue(part, context);
    return raw === undefined ? undefined : filtered(raw, part.filters);
  }
  const found = singleValue({ ...context.request, ...elementOf(context) }, part.at);
  if (found.kind === 'duplicated') return isDoubled;
  if (found.kind === 'missing') return part.mayBeAbsent ? '' : undefined;
  return filtered(found.value, part.filters);
}

const elementOf = ({ element }: RenderContext) => (element === undefined ? {} : { element });

function ownValue(
  part: Exclude<LeafPart, { readonly kind: 'literal' | 'pairs' | 'value' }>,
  context: RenderContext,
): string | Uint8Array | undefined {
  switch (part.kind) {
    case 'field':
      return context.fields?.get(part.name);
    case 'setting':
      return context.request.settings[part.name];
    case 'body':
      return context.request.body;
    case 'proven-body':
      return provenBody(context);
    case 'path':
      return context.request.url === undefined ? undefined : pathOf(context.request.url);
    case 'url':
      return context.request.url;
    case 'method':
      return context.request.method;
    case 'timestamp':
      return context.timestamp;
    case 'secret':
      return context.secret;
  }
}

/** The body with the secret where its signature stands. */
function provenBody({
  request,
  signatureTexts = [],
  secret,
}: RenderContext): Uint8Array | undefined {
  const [signature] = signatureTexts;
  const text = Buffer.from(request.body).toString('latin1');
  if (signature === undefined || secret === undefined || text.split(signature).length !== 2)
    return undefined;
  const proven = text.replace(signature, () => Buffer.from(secret).toString('latin1'));
  return Buffer.from(proven, 'latin1');
}

/** Path and query string, as the sender was given them. */
const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';

const nameOf = (part: LeafPart): string => {
  if (part.kind === 'value') return placeName(part.at);
  return 'name' in part ? `${part.kind} ${part.name}` : part.kind;
};

/** The content in one piece, for signatures that take no parts. */
export const joinedBytes = (parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));

/** The content as one text, for comparisons. */
export const joined = (parts: readonly (string | Uint8Array)[]): string =>
  joinedBytes(parts).toString('utf8');
