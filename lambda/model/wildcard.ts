/** A wildcard pattern, taken apart: the literal texts between its asterisks. One text alone has no asterisk. */
type Wildcard = readonly string[];

/** What is wrong with the text as a wildcard; undefined where nothing is. */
export function wildcardProblem(text: string): string | undefined {
  if (/\\(?![*\\])/.test(text.replaceAll('\\\\', '')))
    return 'a backslash stands before an asterisk or another backslash only';
  const [, ...inner] = parse(text).slice(0, -1);
  return inner.includes('') ? 'two asterisks in a row say no more than one: remove one' : undefined;
}

/**
 * Whether the text is what the wildcard says: `*` stands for any characters or none, `\*` for an asterisk, `\\` for a backslash. Each literal is
 * looked for once, from where the one before ended: the first place is the best, so nothing is ever tried again.
 */
export function matchesWildcard(wildcard: string, text: string): boolean {
  const literals = parse(wildcard);
  const [first = '', ...rest] = literals;
  const last = rest.pop();
  if (last === undefined) return text === first;
  const end = text.length - last.length;
  if (!text.startsWith(first) || first.length > end || !text.endsWith(last)) return false;
  let at = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at <= end;
}

function parse(wildcard: string): Wildcard {
  const literals = [''];
  for (let at = 0; at < wildcard.length; at += 1) {
    const character = wildcard.charAt(at);
    if (character === '*') literals.push('');
    else {
      if (character === '\\') at += 1;
      literals.push(`${literals.pop() ?? ''}${wildcard.charAt(at)}`);
    }
  }
  return literals;
}
