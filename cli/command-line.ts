import type { TargetOptions } from './target.ts';

/** The command as it can be pasted into a shell. */
export const commandLine = (words: readonly string[]): string => words.map(quoted).join(' ');

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Options that name the same receiver again. */
export function targetWords(options: TargetOptions): readonly string[] {
  const { data, stack, profile, region, config } = options;
  const named = {
    data: data === defaultTarget.data ? undefined : data,
    stack,
    profile,
    region,
    config: config === defaultTarget.config ? undefined : config,
  };
  return optionWords(named);
}

/** What `--data` and `--config` are unless given. */
export const defaultTarget = { data: '.sallyport', config: 'receiver.config.ts' };

/** Options by name, without those that were not given. */
export const optionWords = (
  options: Readonly<Record<string, string | undefined>>,
): readonly string[] =>
  Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
