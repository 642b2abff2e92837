import { readFileSync } from 'node:fs';
import { presetCases } from '../../support/preset-cases.ts';
import { providerPage } from '../../support/provider-table.ts';
import { packagesOf } from '../../vendors/proofs.ts';

test('docs/providers.md says what the presets say: npm run providers', () => {
  expect(readFileSync('docs/providers.md', 'utf8')).toBe(providerPage(presetCases, packagesOf()));
});
