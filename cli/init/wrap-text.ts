/** Columns that every terminal has. */
export const columns = 80;

/** The text broken between words into lines of at most 80 columns, the first and the others behind these beginnings. */
export function wrapped(text: string, { first = '', rest = '' } = {}): string {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    const isEmpty = line === first || line === rest;
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = `${rest}${word}`;
    } else line += isEmpty ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
