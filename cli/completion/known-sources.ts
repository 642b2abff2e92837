import { readFileSync } from 'node:fs';
import { loadReceiver } from '../../lambda/config/load-config.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { defaultTarget } from '../command-line.ts';
import { readRunFile } from '../run-file.ts';

/** Ids of the sources that the words of a command line are about: those of the local run, else those of the configuration. */
export async function knownSources(words: readonly string[]): Promise<readonly string[]> {
  const run = words.includes('--stack')
    ? undefined
    : readRunFile(given(words, '--data') ?? defaultTarget.data);
  const { sources }: Pick<Receiver, 'sources'> =
    run === undefined
      ? await loadReceiver(given(words, '--config') ?? defaultTarget.config, presets)
      : JSON.parse(readFileSync(run.receiverFile, 'utf8'));
  return sources.map(({ id }) => id);
}

function given(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  return at === -1 ? undefined : words[at + 1];
}
