import { readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import type { FunctionName } from '../../lambda/model/environment.ts';

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
    maxBytes: 670_000,
  },
  worker: {
    forbidden: [
      ...deployTime,
      /lambda\/providers\//,
      /lambda\/schemes\//,
      /lambda\/ingress\//,
      /client-secrets-manager/,
    ],
    maxBytes: 670_000,
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
};

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
export function commandsIn(metafile: Metafile): readonly string[] {
  const own = inputsOf(metafile).filter((input) => input.startsWith('lambda/'));
  const called = own.flatMap((path) => matches(path, /new (\w+)Command\(/g));
  const bundled = Object.keys(metafile.outputs).flatMap((path) => matches(path, commandClass));
  return [...new Set(called)].filter((name) => bundled.includes(name)).sort();
}

const matches = (path: string, pattern: RegExp): readonly string[] =>
  [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, name]) => name ?? '');
