import { readFileSync } from 'node:fs';

/* Which presets have a package, without loading any package: tests and documents ask, the run itself is a process of its own. */

const files = ['payments', 'messaging', 'services', 'standard-webhooks'];

const entry = /^ {2}'?([a-z0-9-]+)'?: \{\s*\n\s+package: '([^']+)'/gm;

/** Package and version by preset id, as the tables in `packages/` say. */
export function packagesOf(): ReadonlyMap<string, string> {
  const { devDependencies, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const versions: Record<string, string> = { ...devDependencies, ...dependencies };
  const found = files.flatMap((name) => {
    const text = readFileSync(`test/vendors/packages/${name}.ts`, 'utf8');
    return [...text.matchAll(entry)].map(([, id = '', pkg = '']): [string, string] => [
      id,
      `${pkg}@${versions[pkg]}`,
    ]);
  });
  return new Map(found);
}
