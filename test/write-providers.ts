import { writeFileSync } from 'node:fs';
import { presetCases } from './support/preset-cases.ts';
import { providerPage } from './support/provider-table.ts';
import { packagesOf } from './vendors/proofs.ts';

/* `npm run providers` writes docs/providers.md. */

writeFileSync('docs/providers.md', providerPage(presetCases, packagesOf()));
