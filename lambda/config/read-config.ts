import * as v from 'valibot';
import { ConfigError } from '../model/errors.ts';
import type { PresetIndex } from '../model/preset.ts';
import type { Receiver } from '../model/receiver.ts';
import type { Source } from '../model/source.ts';
import { completeSource } from './complete-source.ts';
import { completionProblems } from './completion-problems.ts';
import { receiverSchema, type SourceInput, sourceSchema } from './schema.ts';

/** All of a receiver but its handlers. */
export type ConfiguredReceiver = Omit<Receiver, 'handlers'>;

/** The sources that a configuration describes; see `readReceiverConfig`. */
export const readConfig = (value: unknown, presets: PresetIndex): readonly Source[] =>
  readReceiverConfig(value, presets).sources;

/**
 * The receiver that a configuration describes.
 * @throws ConfigError with every problem at once, each with its path and what to do; then nothing of it is used.
 */
export function readReceiverConfig(value: unknown, presets: PresetIndex): ConfiguredReceiver {
  const parsed = v.safeParse(receiverSchema, value);
  const wellFormed = parsed.success ? parsed.output.sources : wellFormedSources(value);
  const problems = [
    ...(parsed.issues ?? []).map(problemOf),
    ...Object.entries(wellFormed).flatMap(([id, source]) => policyProblems(id, source, presets)),
    ...lookAlikes(Object.keys(wellFormed)),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const { sources, behindCdn } = parsed.output;
  return {
    sources: Object.entries(sources).map(([id, source]) =>
      completeSource(id, source, presets.get(source.provider ?? '')),
    ),
    ...(behindCdn && { cdn: behindCdn }),
  };
}

/** The sources whose own shape holds, so that their other problems are reported in the same go. */
function wellFormedSources(value: unknown): Readonly<Record<string, SourceInput>> {
  const outline = v.safeParse(v.object({ sources: v.record(v.string(), v.unknown()) }), value);
  if (!outline.success) return {};
  return Object.fromEntries(
    Object.entries(outline.output.sources).flatMap(([id, candidate]) => {
      const source = v.safeParse(sourceSchema, candidate);
      return source.success ? [[id, source.output]] : [];
    }),
  );
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '(root)';
  if (issue.kind === 'schema' && issue.type === 'strict_object' && issue.expected === 'never') {
    return `${path}: unknown key ${issue.received}: check its spelling or remove it`;
  }
  const isValue = issue.kind === 'validation' && typeof issue.input !== 'object';
  const value = isValue ? ` ${JSON.stringify(issue.input)}` : '';
  return `${path}:${value} ${value === '' ? issue.message : `is refused: ${issue.message}`}`;
}

/** Ids that a person would confuse; stack outputs, whose names take no hyphen, would too. */
function lookAlikes(ids: readonly string[]): readonly string[] {
  const plain = ids.map((id) => id.replaceAll('-', ''));
  return ids
    .filter((_id, at) => plain.indexOf(plain[at] ?? '') !== at)
    .map((id) => `sources.${id}: differs from another source by hyphens alone: rename one of them`);
}

/** What the shape alone cannot say. */
function policyProblems(id: string, source: SourceInput, presets: PresetIndex): readonly string[] {
  const path = `sources.${id}`;
  const preset = source.provider === undefined ? undefined : presets.get(source.provider);
  if (source.provider !== undefined && preset === undefined) {
    return [
      `${path}.provider: "${source.provider}" is not a preset: ${suggestion(source.provider, presets)}, or leave it out and name the checks`,
    ];
  }
  return completionProblems(completeSource(id, source, preset), {
    source,
    ...(preset && { preset }),
  }).map((problem) => `${path}${problem}`);
}

function suggestion(provider: string, presets: PresetIndex): string {
  const ids = [...presets.keys()];
  const near = ids.filter((id) => id.includes(provider) || provider.includes(id)).slice(0, 5);
  return near.length > 0
    ? `did you mean ${near.join(', ')}?`
    : `see docs/providers.md for the ${ids.length} that there are`;
}
