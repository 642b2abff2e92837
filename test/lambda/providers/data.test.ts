import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { presets } from '../../../lambda/config/preset-index.ts';
import { recipeSchema } from '../../../lambda/config/recipe-schema.ts';
import { handshakeSchema, repliesSchema } from '../../../lambda/config/reply-schema.ts';
import { tokenSchema } from '../../../lambda/config/schema.ts';
import { parseAddressRange } from '../../../lambda/model/address-range.ts';
import { providerCategories } from '../../../lambda/model/preset.ts';

/* What a preset's file must look like; whoever adds one is told here what is missing. */

const files = readdirSync('lambda/providers').map((name) => name.replace(/\.ts$/, ''));

test.each(files)('preset %s follows the rules of the data', (file) => {
  const preset = presets.get(file);
  if (preset === undefined) throw new Error(`lambda/providers/${file}.ts exports no preset`);
  expect(preset.id).toBe(file);
  expect(preset.docs.url).toMatch(/^https:\/\//);
  expect(preset.docs.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(['high', 'medium']).toContain(preset.confidence);
  expect(providerCategories).toContain(preset.category);
  expect(preset.signature ?? preset.token ?? preset.addresses?.byDefault).toBeDefined();
  if (preset.signature) expect(v.safeParse(recipeSchema, preset.signature).issues).toBeUndefined();
  if (preset.token) expect(v.safeParse(tokenSchema, preset.token).issues).toBeUndefined();
  for (const handshake of preset.handshakes ?? [])
    expect(v.safeParse(handshakeSchema, handshake).issues).toBeUndefined();
  if (preset.replies) expect(v.safeParse(repliesSchema, preset.replies).issues).toBeUndefined();
  for (const range of preset.addresses?.ranges ?? [])
    expect(parseAddressRange(range)).toBeDefined();
  // What a survey left open is no fact.
  expect(JSON.stringify({ ...preset, docs: undefined, sample: undefined })).not.toMatch(
    /\?~|\(\?\)/,
  );
});

test('a data file holds data: no preset has code of its own', () => {
  for (const file of files) {
    const text = readFileSync(`lambda/providers/${file}.ts`, 'utf8');
    expect({ file, code: /=>|\bfunction\b/.test(text) }).toEqual({ file, code: false });
  }
});
