import { askSource } from '../../cli/init/ask-source.ts';
import { judgeSource } from '../../cli/init/source-problems.ts';
import { scriptedAsker } from './scripted-asker.ts';

/** Parts of questions, each with its answer. */
export type Answers = readonly (readonly [string, string])[];

/** The source that these answers make, and all that was said; it must load, and no answer may be left. */
export async function sourceFrom(answers: Answers, taken: readonly string[] = []) {
  const asker = scriptedAsker(answers);
  const sources = await askSource(asker, taken);
  expect(asker.left).toEqual([]);
  for (const [id, config] of Object.entries(sources ?? {}))
    expect(await judgeSource(id, config)).toHaveProperty('source');
  return { sources, said: asker.said.join('\n') };
}

/** A sender called `bank` that is no preset. */
export const otherSender: Answers = [
  ['Who sends', ''],
  ['source id', 'bank'],
];

/** It names neither id nor type of its events. */
export const noEvent: Answers = [
  ['id of the event', 'the same content is the same event'],
  ['its type', 'nowhere'],
];
