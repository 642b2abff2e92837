import type { MultiMap } from '../model/request.ts';
import type { PairsPart } from '../model/template.ts';
import { exactJson, textOf } from './exact-json.ts';
import { formFields } from './form-body.ts';
import { singleValue } from './single-value.ts';
import type { SignedRequest } from './verdict.ts';

/** All the fields as one text, the way `part` says; undefined when the request has none of that kind. */
export function pairsText(
  part: PairsPart,
  request: Pick<SignedRequest, 'headers' | 'query' | 'body'>,
): string | undefined {
  const all = pairsOf(part, request);
  if (all === undefined || (all.length === 0 && part.pairs !== 'query')) return undefined;
  const kept = all.filter(
    ([name, value]) => !(part.omit ?? []).includes(name) && !(part.dropEmpty && value === ''),
  );
  const ordered = part.order === 'sorted' ? distinct([...kept].sort(byNameThenValue)) : kept;
  const { assign } = part;
  return ordered
    .map(([name, value]) => (assign === undefined ? value : `${name}${assign}${value}`))
    .join(part.join);
}

function pairsOf(
  part: PairsPart,
  request: Pick<SignedRequest, 'headers' | 'query' | 'body'>,
): readonly Pair[] | undefined {
  if (part.pairs === 'headers') return headerPairs(part, request);
  if (part.pairs === 'query') return queryPairs(part, request.query);
  return part.pairs === 'form' ? formPairs(part, request.body) : jsonPairs(request.body);
}

/** RFC 3986: of the marks only - . _ ~ stay as they are. */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const queryPairs = ({ encoded }: PairsPart, query: MultiMap): readonly Pair[] =>
  [...query].flatMap(([name, values]) =>
    values.map(
      (value): Pair => (encoded ? [percentEncoded(name), percentEncoded(value)] : [name, value]),
    ),
  );

/** The headers that another one lists; undefined when one of them is missing or there twice. */
function headerPairs(
  { listedIn = '', mustList = [] }: PairsPart,
  request: Pick<SignedRequest, 'headers' | 'query' | 'body'>,
): readonly Pair[] | undefined {
  const list = singleValue(request, { header: listedIn });
  if (list.kind !== 'one') return undefined;
  const names = list.value.split(',').map((name) => name.trim().toLowerCase());
  if (!mustList.every((name) => names.includes(name))) return undefined;
  const pairs = names.flatMap((name): Pair[] => {
    const found = singleValue(request, { header: name });
    return found.kind === 'one' ? [[name, found.value]] : [];
  });
  return pairs.length === names.length ? pairs : undefined;
}

type Pair = readonly [name: string, value: string];

const formPairs = (part: PairsPart, body: Uint8Array): readonly Pair[] =>
  formFields(body).map((field) =>
    part.encoded ? [field.encodedName, field.encodedValue] : [field.name, field.value],
  );

function jsonPairs(body: Uint8Array): readonly Pair[] | undefined {
  const root = exactJson(body);
  if (root === undefined || root === null || typeof root !== 'object') return undefined;
  return Object.entries(root).map(([name, value]) => [name, textOf(value) ?? '']);
}

/** Byte order, as senders sort; locale order would differ by machine. */
function byNameThenValue([leftName, left]: Pair, [rightName, right]: Pair): number {
  if (leftName !== rightName) return leftName < rightName ? -1 : 1;
  return left < right ? -1 : Number(left > right);
}

const distinct = (pairs: readonly Pair[]): readonly Pair[] =>
  pairs.filter(([name, value], at) => {
    const before = pairs[at - 1];
    return before?.[0] !== name || before[1] !== value;
  });
