import { writeFileSync } from 'node:fs';
import { cliPage, describedCommands } from './support/cli-page.ts';

/* `npm run cli-docs` writes docs/cli.md; with --json it prints the page and the commands instead. */

const commands = describedCommands();
const page = cliPage(commands);
if (process.argv.includes('--json')) process.stdout.write(JSON.stringify({ page, commands }));
else writeFileSync('docs/cli.md', page);
