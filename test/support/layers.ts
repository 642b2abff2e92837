import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What the files of a folder may import: folders of ours, and packages. Their own folder is always allowed. */
interface Layer {
  readonly own: readonly string[];
  readonly packages: RegExp;
}

const none = /^$/;

/** THE table of layers; arrows only point down. A folder that is not listed is a violation. */
export const layers: Readonly<Record<string, Layer>> = {
  'lambda/model': { own: [], packages: /^node:(net|crypto)$/ },
  'lambda/crypto': { own: ['lambda/model'], packages: /^(node:crypto|@noble\/hashes\/.*)$/ },
  'lambda/schemes': {
    own: ['lambda/model', 'lambda/crypto'],
    packages: /^(node:(crypto|zlib)|jose)$/,
  },
  'lambda/providers': { own: ['lambda/model'], packages: none },
  'lambda/ingress': { own: ['lambda/model', 'lambda/crypto', 'lambda/schemes'], packages: none },
  'lambda/worker': { own: ['lambda/model', 'lambda/handlers'], packages: none },
  'lambda/sweeper': { own: ['lambda/model'], packages: none },
  'lambda/dead-letters': { own: ['lambda/model'], packages: none },
  /** For the code of whoever waits for an answer. */
  'lambda/callbacks': {
    own: ['lambda/model', 'lambda/crypto', 'lambda/aws'],
    packages: /^(@aws-sdk\/|node:|ulid$|valibot$)/,
  },
  /** For the code of whoever takes customers on. */
  'lambda/tenants': {
    own: ['lambda/model', 'lambda/aws'],
    packages: /^@aws-sdk\/client-secrets-manager$/,
  },
  'lambda/handlers': { own: ['lambda/worker', 'lambda/callbacks'], packages: /./ },
  'lambda/http': {
    own: ['lambda/model', 'lambda/crypto', 'lambda/ingress'],
    packages: /^node:(crypto|dns|https?|net)$/,
  },
  'lambda/aws': {
    own: [
      'lambda/model',
      'lambda/crypto',
      'lambda/ingress',
      'lambda/worker',
      'lambda/sweeper',
      'lambda/dead-letters',
    ],
    packages: /^(@aws-sdk\/|node:|valibot$|aws-lambda$)/,
  },
  lambda: {
    own: [
      'lambda/model',
      'lambda/aws',
      'lambda/callbacks',
      'lambda/http',
      'lambda/ingress',
      'lambda/worker',
      'lambda/sweeper',
      'lambda/dead-letters',
    ],
    packages: /^(ulid|aws-lambda)$/,
  },
  'lambda/config': {
    own: ['lambda/model', 'lambda/crypto', 'lambda/schemes', 'lambda/worker'],
    packages: /^(node:|valibot$)/,
  },
  lib: { own: ['lambda/model'], packages: /^(aws-cdk-lib|constructs|cdk-nag|esbuild|node:)/ },
  cli: {
    own: [
      'cli/console/page',
      'lambda/model',
      'lambda/crypto',
      'lambda/schemes',
      'lambda/providers',
      'lambda/config',
      'lambda/ingress',
      'lambda/aws',
      'lambda/callbacks',
      'lambda/tenants',
    ],
    packages:
      /^(@aws-sdk\/|@inquirer\/prompts$|@bomb\.sh\/tab$|node:|commander$|csv-stringify(\/sync)?$|esbuild$|hyparquet-writer$|jsonc-parser$|log-update$|ulid$|valibot$|xml-formatter$)/,
  },
  /** Runs in the browser. */
  'cli/console/page': { own: ['lambda/model'], packages: /^(preact|uplot)/ },
  local: {
    own: ['cli', 'lambda/model', 'lambda/schemes', 'lambda/config', 'lambda/providers'],
    packages: /^(@aws-sdk\/|node:|commander$|ulid$|dynalite$|aws-lambda$)/,
  },
  bin: {
    own: ['lib', 'cli', 'lambda/model', 'lambda/config', 'lambda/providers'],
    packages: /^(aws-cdk-lib|cdk-nag|node:)/,
  },
};

/** Layers whose sub-folders belong to them. */
const deepLayers = ['lambda/aws', 'lib', 'cli/console/page', 'cli', 'local'];

const importPattern =
  /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n$]+)[^`]*`)/g;

const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** The layer of a file, by its path below the root. */
export function layerOf(path: string): string {
  const folder = dirname(path);
  return deepLayers.find((layer) => folder === layer || folder.startsWith(`${layer}/`)) ?? folder;
}

/** What is wrong with the imports in this text, as if it stood in the file `path`. */
export function layerViolations(path: string, text: string): readonly string[] {
  const name = layerOf(path);
  const layer = layers[name];
  if (layer === undefined) return [`${path}: folder ${name} is in no layer`];
  return [...text.replace(comments, '').matchAll(importPattern)].flatMap((match) => {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    const allowed = target.startsWith('.')
      ? [name, ...layer.own].includes(layerOf(relative('.', resolve(dirname(path), `${target}x`))))
      : layer.packages.test(target);
    return allowed ? [] : [`${path}: ${name} must not import ${target}`];
  });
}

/** Files that may write an event's record: through the table of transitions, and nowhere else. */
const recordWriters = [
  'lambda/aws/event-change.ts',
  'lambda/aws/record-once.ts',
  'lambda/aws/begin-ways.ts',
  // Changes callbacks, which are no events.
  'lambda/aws/due-callbacks.ts',
  // Changes counters, which are no events either.
  'lambda/aws/rate-limit.ts',
];

/** Whether the text writes to the table by an expression of its own, as if it stood in the file `path`. */
export const writesPastTransitions = (path: string, text: string): boolean =>
  !recordWriters.includes(path) &&
  /\b(ConditionExpression|UpdateExpression)\b/.test(text.replace(comments, ''));

/** Source files below these folders, as paths from the root. */
export function sourceFiles(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(tsx?|cjs|mjs|js)$/.test(name))
      .map((name) => join(folder, name)),
  );
}

export const read = (path: string): string => readFileSync(path, 'utf8');
