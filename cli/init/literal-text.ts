/** How a language writes data. */
export interface Notation {
  text(value: string): string;
  key(name: string): string;
  /** Behind the last of several lines. */
  readonly trailingComma: ',' | '';
  /** Whether a text that is too long for its line begins on the next one. */
  readonly breaksBeforeText: boolean;
}

interface Layout {
  readonly notation: Notation;
  /** Column at which the lines begin. */
  readonly column?: number;
  /** So many levels stand on lines of their own even where they would fit into one. */
  readonly depth?: number;
}

const width = 100;
const indentWidth = 2;
/** `name: ` is too short for a text behind it to gain much by a line of its own. */
const leastLabel = 'names: '.length;

export const notations = {
  json: {
    text: (value) => JSON.stringify(value),
    key: (name) => JSON.stringify(name),
    trailingComma: '',
    breaksBeforeText: false,
  },
  ts: {
    text: quoted,
    key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)),
    trailingComma: ',',
    breaksBeforeText: true,
  },
} as const satisfies Readonly<Record<string, Notation>>;

/** Single quotes, unless double ones need fewer escapes. */
function quoted(value: string): string {
  const json = JSON.stringify(value);
  const singles = value.split("'").length;
  const doubles = value.split('"').length;
  if (singles > doubles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Plain data as a literal, laid out as Biome does: one line where it fits into 100 columns. */
export function writeValue(value: unknown, { notation, column = 0, depth = 0 }: Layout): string {
  return write(value, { notation, column, depth, used: column, after: 0 });
}

/** The entries of an object, one or more lines each. */
export function writeEntries(value: object, layout: Layout): string {
  const { notation, column = 0, depth = 0 } = layout;
  return linesOf(value, { notation, column, depth }, ',');
}

interface Place extends Required<Layout> {
  /** Columns that are taken before the value, and that something behind it will take. */
  readonly used: number;
  readonly after: number;
}

function write(value: unknown, place: Place): string {
  const { notation, column, depth, used, after } = place;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? notation.text(value) : String(value);
  const inline = inlineText(value, notation);
  if (depth === 0 && used + inline.length + after <= width) return inline;
  const inner = { notation, column: column + indentWidth, depth: Math.max(0, depth - 1) };
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const lines = linesOf(value, inner, notation.trailingComma);
  return `${open}\n${lines}\n${' '.repeat(column)}${close}`;
}

function linesOf(value: object, layout: Required<Layout>, trailing: ',' | ''): string {
  const entries = Object.entries(value);
  return entries
    .map(([name, part], at) => {
      const comma = at < entries.length - 1 ? ',' : trailing;
      const label = Array.isArray(value) ? '' : `${layout.notation.key(name)}: `;
      return `${' '.repeat(layout.column)}${entryText(label, part, { ...layout, after: comma.length })}${comma}`;
    })
    .join('\n');
}

function entryText(
  label: string,
  value: unknown,
  { after, ...layout }: Required<Layout> & Pick<Place, 'after'>,
): string {
  const { column, notation } = layout;
  const used = column + label.length;
  const text = write(value, { ...layout, used, after });
  const isLong = typeof value === 'string' && used + text.length + after > width;
  const saves = label.length >= leastLabel;
  if (!isLong || !saves || !notation.breaksBeforeText) return `${label}${text}`;
  return `${label.trimEnd()}\n${' '.repeat(column + indentWidth)}${text}`;
}

function inlineText(value: unknown, notation: Notation): string {
  if (typeof value === 'string') return notation.text(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => inlineText(one, notation)).join(', ')}]`;
  const parts = Object.entries(value).map(
    ([name, part]) => `${notation.key(name)}: ${inlineText(part, notation)}`,
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
