import { presets } from '../../../lambda/config/preset-index.ts';
import { coversBody } from '../../../lambda/model/signature-coverage.ts';
import { presetCase } from '../../support/preset-cases.ts';
import type { Vector } from '../../support/vector-file.ts';
import { judge, rawVector, vectorFiles } from '../../support/vectors.ts';

/* Golden requests: those that vendors publish, and one of our own making for each preset, so that its parameters cannot change unseen. */

const all = vectorFiles.flatMap(({ preset, vectors }) =>
  vectors.map((vector, at): [string, Vector] => [`${preset}/${at}`, vector]),
);

test('every preset has its vector file', () => {
  const covered = new Set(vectorFiles.map(({ preset }) => preset));
  const missing = [...presets.keys()].filter((id) => !covered.has(id));
  expect(missing.map((id) => `add test/vectors/${id}.json: npm run vectors -- ${id}`)).toEqual([]);
});

test('every vector file belongs to a preset', () => {
  const strangers = vectorFiles.filter(({ preset }) => !presets.has(preset));
  expect(strangers.map(({ preset }) => `remove test/vectors/${preset}.json`)).toEqual([]);
});

test.each(all)('%s is accepted, and refused once its body differs', async (name, vector) => {
  const [preset = ''] = name.split('/');
  expect(vector.origin).toMatch(/^(sallyport$|https:\/\/)/);
  expect(await judge(preset, vector)).toBe('accepted');
  const { signature } = presetCase(presets.get(preset) as never).source;
  if (signature === undefined || !coversBody(signature)) return;
  const raw = rawVector(vector);
  const body = Buffer.from(raw.body.text, raw.body.base64 ? 'base64' : 'utf8');
  const altered = Buffer.concat([body, Buffer.from('x')]).toString('base64');
  const verdict = await judge(preset, vector, { ...raw, body: { text: altered, base64: true } });
  expect(verdict).toMatch(/-(mismatch|missing|malformed)$/);
});
