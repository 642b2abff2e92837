import { writeFileSync } from 'node:fs';
import { caughtBy } from './lib/template-checks/caught-by.ts';
import { templateChecksPage } from './lib/template-checks/page.ts';
import { edit } from './lib/template-checks/template-edit.ts';
import { wrongTemplates } from './lib/template-checks/wrong-templates.ts';
import { testTemplate } from './support/stack.ts';

/* Writes docs/template-checks.md. */

const template = testTemplate().toJSON();
const caught = caughtBy(wrongTemplates.map(({ change }) => edit(template, change)));
writeFileSync('docs/template-checks.md', templateChecksPage(caught));
