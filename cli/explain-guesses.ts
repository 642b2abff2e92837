import { createSecretKey, type KeyObject } from 'node:crypto';
import { storedKey } from '../lambda/crypto/stored-key.ts';
import type { StoredKeyForm } from '../lambda/model/stored-key-form.ts';

interface Guess {
  readonly cause: string;
  readonly next: string;
}

const storeAgain = 'store it again: printf %s "$SECRET" | sallyport secrets set SOURCE';

/** What may be wrong with a stored secret, and the key that would then be right. */
export function secretGuesses(
  text: string,
  form: StoredKeyForm,
): readonly (Guess & { readonly key: KeyObject | undefined })[] {
  if (text === '') return [];
  const trimmed = text.trim();
  const raw = (encoding: 'utf8' | 'hex' | 'base64', value = trimmed) =>
    storedKey(value, { encoding });
  const named = (cause: string, next: string, key: KeyObject | undefined) => ({ cause, next, key });
  return [
    named('the stored secret has white space around it', storeAgain, storedKey(trimmed, form)),
    named(
      'the sender signs with a line break at the end of the secret',
      'enter the secret at the provider once more, without the line break',
      createSecretKey(Buffer.from(`${text}\n`)),
    ),
    named(
      'the secret is base64 that the sender decodes; the source uses its text',
      "set secretEncoding: 'base64' in the recipe of the source",
      raw('base64'),
    ),
    named(
      'the secret is hex that the sender decodes; the source uses its text',
      "set secretEncoding: 'hex' in the recipe of the source",
      raw('hex'),
    ),
    named(
      'the sender signs with the text of the secret; the source decodes it',
      "set secretEncoding: 'utf8' in the recipe of the source",
      raw('utf8'),
    ),
    named(
      'the sender leaves the prefix of the secret away',
      'store the part behind the prefix',
      raw('utf8', trimmed.replace(/^[a-z]+_/i, '')),
    ),
  ];
}

/** What may have happened to a body on its way, and what it was before. */
export function bodyGuesses(body: Uint8Array): readonly (Guess & { readonly body: Uint8Array })[] {
  const text = Buffer.from(body).toString('utf8');
  const rewritten =
    'something on the way, such as a proxy or a framework, writes the JSON anew: hand the bytes through untouched';
  const guesses: (Guess & { readonly body: Uint8Array })[] = [];
  const add = (cause: string, next: string, other: string) => {
    if (other !== text) guesses.push({ cause, next, body: Buffer.from(other) });
  };
  add('a line break was added to the body', rewritten, text.replace(/\r?\n$/, ''));
  add('a line break at the end of the body was lost', rewritten, `${text}\n`);
  add('line breaks in the body were changed', rewritten, text.replaceAll('\r\n', '\n'));
  add('line breaks in the body were changed', rewritten, text.replaceAll(/(?<!\r)\n/g, '\r\n'));
  try {
    const value: unknown = JSON.parse(text);
    const again = 'the body was serialised anew after it was signed';
    add(again, rewritten, JSON.stringify(value));
    add(again, rewritten, JSON.stringify(value, undefined, 2));
    add(again, rewritten, JSON.stringify(value, undefined, 4));
    add(again, rewritten, spaced(JSON.stringify(value)));
    add(again, rewritten, escaped(JSON.stringify(value)));
  } catch {
    // No JSON: nothing to serialise.
  }
  return guesses;
}

/** JSON as Python writes it: a blank behind colons and commas, outside of texts. */
const spaced = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (token) => (token.length === 1 ? `${token} ` : token));

/** JSON with everything beyond ASCII escaped. */
const escaped = (json: string): string =>
  json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Other spellings of the configured address. */
export function urlGuesses(url: string | undefined): readonly (Guess & { readonly url: string })[] {
  if (url === undefined) return [];
  const spellings = [
    url.replace(/^https:/, 'http:'),
    url.endsWith('/') ? url.slice(0, -1) : `${url}/`,
    url.replace(/\?.*$/, ''),
    url.replace(/^(https:\/\/[^/:]+)/, '$1:443'),
  ];
  return spellings
    .filter((spelling) => spelling !== url)
    .map((spelling) => ({
      cause: `the provider knows the endpoint as ${spelling}, the configuration says ${url}`,
      next: `set publicUrl: '${spelling}', or correct the address at the provider`,
      url: spelling,
    }));
}
