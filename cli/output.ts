/** How a cell of this column looks on the terminal; it takes as much room as before. */
export type Paint = (column: string, cell: string) => string;

const unpainted: Paint = (_column, cell) => cell;

/** One line a row, columns aligned; values are text already. */
export function formatTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint = unpainted,
): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const written = (line: readonly string[], show: Paint) =>
    line
      .map((cell, at) => {
        const padding = ' '.repeat((widths[at] ?? 0) - cell.length);
        return `${show(columns[at] ?? '', cell)}${padding}`;
      })
      .join('  ')
      .trimEnd();
  return [written(columns, unpainted), ...rows.map((row) => written(row, paint))].join('\n');
}

/**
 * Text fit for a terminal: what a sender put into an id or a type must not steer the operator's screen,
 * so control characters, bidirectional overrides and zero-width characters are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

export const printLine = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** One JSON object on one line, as `--json` promises. */
export const printJson = (value: unknown): void => printLine(JSON.stringify(value));
