/*
 * Text of a sender must not steer the operator's eye: control characters, bidirectional overrides and characters without width are
 * shown as escapes, like the CLI shows them.
 */

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const unseenInLines =
  /(?!\n|\t|\r\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escaped = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** One line of text in which nothing is invisible. */
export const visible = (text: string): string => text.replace(unseen, escaped);

/** Text in which line breaks and tabs stay what they are, and nothing else is invisible. */
export const visibleLines = (text: string): string => text.replace(unseenInLines, escaped);

/** The first line of it, for places that have room for one. */
export const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** At most `most` characters of it, nothing invisible: for places that show one line of many. */
export const shortened = (text: string, most = 200): string =>
  visible(text.length > most ? `${text.slice(0, most)}…` : text);
