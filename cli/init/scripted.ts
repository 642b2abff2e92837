import { existsSync } from 'node:fs';
import { ConfigError } from '../../lambda/model/errors.ts';
import { requiredSecretFields, type Source, strengthOf } from '../../lambda/model/source.ts';
import { printJson, printLine } from '../output.ts';
import { writeConfigFile } from './config-file.ts';
import { configText } from './config-text.ts';
import { handlerState } from './handler-state.ts';
import { readFlags, type SourceFlags } from './init-options.ts';
import { nextSteps } from './next-steps.ts';
import { stepsText } from './print-steps.ts';

export type ScriptedOptions = SourceFlags & {
  readonly config: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

/**
 * Writes the configuration that the options describe, without a question.
 * @throws ConfigError with every problem at once; then nothing is written.
 */
export async function initByOptions({
  config: file,
  force,
  json,
  ...flags
}: ScriptedOptions): Promise<void> {
  const { sources: configs, problems } = readFlags(flags);
  const isThere = existsSync(file) && !force;
  const found = [
    ...(isThere
      ? [`${file}: is there already: add --force to replace it, or name another with --config FILE`]
      : []),
    ...problems,
  ];
  if (found.length > 0) throw new ConfigError(found);
  const sources = (await writeConfigFile(file, configText(file, { sources: configs }))) ?? [];
  const handlers = await handlerState(sources.map(({ id }) => id));
  const next = nextSteps({ file, configs, sources, handlers });
  if (json) printJson({ config: file, sources: sources.map(summaryOf), next });
  else printLine(`wrote ${file}, and it loads\n\n${stepsText(next)}`);
}

const summaryOf = (source: Source) => ({
  source: source.id,
  provider: source.provider,
  strength: strengthOf(source),
  secrets: requiredSecretFields(source),
});
