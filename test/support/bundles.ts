import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../../lambda/model/environment.ts';
import { bundleFileName, type FunctionBundle } from '../../lib/functions/function-bundle.ts';

interface BundleRule {
  /** Inputs that must not be in the bundle. */
  readonly forbidden: readonly RegExp[];
  /** Largest size of the minified bundle in bytes: what was measured, and a little room. */
  readonly maxBytes: number;
}

const deployTime = [
  /aws-cdk-lib/,
  /^lib\//,
  /^cli\//,
  /^local\//,
  /dynalite/,
  /fauxqs/,
  /commander/,
  /lambda\/config\//,
];

/** THE table of what each function must not carry. */
export const bundleRules: Readonly<Record<FunctionName, BundleRule>> = {
  ingress: {
    forbidden: [...deployTime, /lambda\/providers\//, /lambda\/handlers\//, /lambda\/worker\//],
    maxBytes: 685_000,
  },
  worker: {
    forbidden: [...deployTime, /lambda\/providers\//, /lambda\/schemes\//, /lambda\/ingress\//],
    // Half of it are clients of what events are sent on to: read by the first event that goes there, see `readAtStart`.
    maxBytes: 1_030_000,
  },
  sweeper: {
    forbidden: [
      ...deployTime,
      /lambda\/(providers|schemes|ingress|worker|handlers)\//,
      /client-secrets-manager/,
      /client-s3/,
    ],
    maxBytes: 430_000,
  },
  'dead-letters': {
    forbidden: [
      ...deployTime,
      /lambda\/(providers|schemes|ingress|worker|sweeper|handlers)\//,
      /client-secrets-manager/,
      /client-s3/,
    ],
    maxBytes: 360_000,
  },
  callbacks: {
    forbidden: [
      ...deployTime,
      /lambda\/(providers|schemes|ingress|worker|sweeper|dead-letters|handlers)\//,
      /client-(s3|secrets-manager)/,
    ],
    maxBytes: 370_000,
  },
};

/** Clients that no function reads before it needs them. */
export const lazyClients = /client-(eventbridge|lambda|s3|secrets-manager|sfn|sns)\//;

/** What is read when the function starts: all that is not behind an `import()`. */
export function readAtStart({ inputs, outputs }: Metafile): readonly string[] {
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const seen = new Set(entries);
  for (const path of seen)
    for (const { path: next, kind } of inputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import') seen.add(next);
  return [...seen];
}

const inputsOf = ({ inputs }: Metafile): readonly string[] => Object.keys(inputs);

export const bytesOf = ({ outputs }: Metafile): number =>
  Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);

/** What is wrong with a bundle, by its metafile. */
export function bundleViolations(
  metafile: Metafile,
  { forbidden, maxBytes }: BundleRule,
): readonly string[] {
  const inputs = inputsOf(metafile);
  const foreign = inputs.filter((input) => forbidden.some((pattern) => pattern.test(input)));
  const bytes = bytesOf(metafile);
  return [
    ...(inputs.length > 20 ? [] : [`only ${inputs.length} inputs were read`]),
    ...foreign.map((input) => `must not contain ${input}`),
    ...(bytes <= maxBytes ? [] : [`has ${bytes} bytes, more than ${maxBytes}`]),
  ];
}

/** How a bundle declares a command of the SDK: `class extends a(b,c,"PutItem",d)`. */
const commandClass = /class extends [\w$]+\([^()]*"(\w+)"/g;

/** Names of the AWS commands that our own files call and that are left in the bundle, where unused functions are dropped: `PutItem` for `new PutItemCommand(`. */
export function commandsIn({ folder, metafile }: FunctionBundle): readonly string[] {
  const own = inputsOf(metafile).filter((input) => input.startsWith('lambda/'));
  const called = own.flatMap((path) => matches(path, /new (?:\w+\.)?(\w+)Command\(/g));
  const bundled = matches(join(folder, bundleFileName), commandClass);
  return [...new Set(called)].filter((name) => bundled.includes(name)).sort();
}

const matches = (path: string, pattern: RegExp): readonly string[] =>
  [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, name]) => name ?? '');
