import { readdirSync } from 'node:fs';
import { presets } from '../../lambda/providers/registry.ts';

const listed = [...presets.values()];
const files = readdirSync('lambda/providers')
  .filter((name) => !['all.ts', 'registry.ts'].includes(name))
  .map((name) => name.replace(/\.ts$/, ''));

test('every preset file is exported from all.ts', () => {
  const missing = files.filter((id) => !presets.has(id));
  const lines = missing.map((id) => {
    const name = id.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    return `add to lambda/providers/all.ts: export { ${name} } from './${id}.ts';`;
  });
  expect(lines).toEqual([]);
});

test.each(listed)(
  'preset $id follows the rules of the data',
  ({ id, docs, methods, signature }) => {
    expect(files).toContain(id);
    expect(docs.url).toMatch(/^https:\/\//);
    expect(docs.checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(methods.length).toBeGreaterThan(0);
    expect(signature.header).toBe(signature.header.toLowerCase());
    expect('toleranceSeconds' in signature).toBe(signature.kind === 'hmac-timestamped');
  },
);
