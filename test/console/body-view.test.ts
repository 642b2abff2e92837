import { bodyView } from '../../cli/console/body-view.ts';

/* How a body is shown: readable where it can be, and never other than it was received. */

const view = (body: string | Uint8Array, contentType?: string) =>
  bodyView({ kind: 'bytes', bytes: Buffer.from(body), isBlanked: false }, contentType);

test('JSON is indented, and nothing but white space changes', () => {
  const text = '{"id":12345678901234567890,"a":1.10,"a":2,"u":"\\u00e9\\/","e":1E5,"z":[]}';
  const shown = view(text);
  expect(shown).toMatchObject({ kind: 'json', isCut: false });
  if (shown.kind !== 'json') return;
  expect(shown.text).toContain('\n  "id": 12345678901234567890,\n');
  expect(shown.text.replace(/\s/g, '')).toBe(text);
});

test.each(['{"a":', '[1,2', '{a:1}', '{"a":1} trailing'])(
  'what only begins like JSON is shown as it is: %s',
  (text) => {
    expect(view(text)).toEqual({ kind: 'json', text, isCut: false });
  },
);

test('XML is indented, and its entities and declarations stay text', () => {
  const text =
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><b>&x;</b></a>';
  const shown = view(text);
  expect(shown).toMatchObject({ kind: 'xml' });
  if (shown.kind !== 'xml') return;
  expect(shown.text).toContain('\n  <b>&x;</b>');
  expect(shown.text.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
});

test.each(['<a><b></a>', '<', '<a'])('what only begins like XML is shown as it is: %s', (text) => {
  expect(view(text)).toMatchObject({ kind: 'xml', text });
});

test('a form is a list of its pairs, in order and with repetitions', () => {
  expect(
    view('a=1&b=%C3%A9+x&a=2&empty=', 'application/x-www-form-urlencoded; charset=utf-8'),
  ).toEqual({
    kind: 'form',
    pairs: [
      ['a', '1'],
      ['b', 'é x'],
      ['a', '2'],
      ['empty', ''],
    ],
    isCut: false,
  });
});

test('bytes that are no text are a hex dump', () => {
  const shown = view(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, ...Array(14).fill(0xff)]));
  expect(shown).toEqual({
    kind: 'binary',
    text: `00000000  89 50 4e 47 00 ${'ff '.repeat(11)} .PNG............\n00000010  ff ff ff${' '.repeat(40)} ...`,
    isCut: false,
  });
});

test('text with a zero byte is no text', () => {
  expect(view('a\0b').kind).toBe('binary');
});

test('a long body is cut at a whole character', () => {
  const shown = view('é'.repeat(200_000));
  expect(shown).toMatchObject({ kind: 'text', isCut: true });
  if (shown.kind === 'text') expect(shown.text).toMatch(/^é+$/);
  const odd = view(`x${'é'.repeat(200_000)}`);
  if (odd.kind === 'text') expect(odd.text).toMatch(/^xé+$/);
  expect(view(Buffer.alloc(100_000, 0xff))).toMatchObject({ kind: 'binary', isCut: true });
});

test('an empty body and a missing one say so', () => {
  expect(view('')).toEqual({ kind: 'none', why: 'it is empty' });
  expect(bodyView({ kind: 'none', why: 'it was erased' })).toEqual({
    kind: 'none',
    why: 'it was erased',
  });
});
