import { presets } from '../../../lambda/config/preset-index.ts';
import { presetVectors, recipeVectors } from '../../support/vectors.ts';

/* Golden requests: those that vendors publish, and one of our own making for each preset, so that its parameters cannot change unseen. The contract judges them. */

test('every preset has its vector file', () => {
  const covered = new Set(presetVectors.map(({ preset }) => preset));
  const missing = [...presets.keys()].filter((id) => !covered.has(id));
  expect(missing.map((id) => `add test/vectors/${id}.json: npm run vectors -- ${id}`)).toEqual([]);
});

test('every vector file belongs to a preset or holds a recipe', () => {
  const strangers = presetVectors.filter(
    ({ name, preset }) => name !== preset || !presets.has(name),
  );
  expect(strangers.map(({ name }) => `remove test/vectors/${name}.json`)).toEqual([]);
  expect(recipeVectors.filter(({ recipe }) => recipe === undefined)).toEqual([]);
});

test('every vector says where it comes from', () => {
  const origins = [...presetVectors, ...recipeVectors].flatMap(({ vectors }) =>
    vectors.map(({ origin }) => origin),
  );
  for (const origin of origins) expect(origin).toMatch(/^(sallyport$|https:\/\/)/);
  expect(origins.filter((origin) => origin !== 'sallyport').length).toBeGreaterThanOrEqual(18);
});
