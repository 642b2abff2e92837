/** One line a row, columns aligned; values are text already. */
export function formatTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
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
