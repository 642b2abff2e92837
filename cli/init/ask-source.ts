import { presets } from '../../lambda/config/preset-index.ts';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { askOtherSender } from './ask-other-sender.ts';
import { askPreset } from './ask-preset.ts';
import type { Asker, Choice } from './asker.ts';
import { describePreset } from './describe-preset.ts';
import { findPresets } from './find-presets.ts';
import { idProblem, judgeSource } from './source-problems.ts';
import { columns } from './wrap-text.ts';

const otherSender: Choice<undefined> = {
  value: undefined,
  name: 'another sender, which is not in this list',
  short: 'another sender',
  description: 'You say what proves its requests: addresses, a shared secret, a signature.',
};

/** Asks about one source; undefined when the person leaves it out after all. `taken` are the ids that there are. */
export async function askSource(
  asker: Asker,
  taken: readonly string[],
): Promise<ReceiverConfig['sources'] | undefined> {
  const preset = await asker.search('Who sends to you? (type to search)', choicesFor);
  const id = await askId(asker, taken, preset);
  const config = preset ? await askPreset(asker, preset, id) : await askOtherSender(asker, id);
  if (config === undefined) return undefined;
  const { problems } = await judgeSource(id, config);
  if (problems === undefined) return { [id]: config };
  asker.say(`\n${problems.map((problem) => problem.replace(/^sources\./, '')).join('\n')}\n`);
  const isWanted = await asker.confirm(`Answer once more about ${id}?`, { default: true });
  return isWanted ? askSource(asker, taken) : undefined;
}

/** Columns of the ids in front of the names. */
const idWidth = Math.max(...[...presets.keys()].map((id) => id.length));

function choicesFor(term: string): readonly Choice<Preset | undefined>[] {
  const found = findPresets(term, presets).map((preset) => ({
    value: preset,
    name: `${preset.id.padEnd(idWidth)}  ${shortened(preset.name, columns - idWidth - 6)}`,
    short: preset.name,
    description: describePreset(preset),
  }));
  return term.trim() === '' ? [otherSender, ...found] : [...found, otherSender];
}

const shortened = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;

function askId(asker: Asker, taken: readonly string[], preset?: Preset): Promise<string> {
  const proposal = preset && freeId(preset.id, taken);
  const hint = preset === undefined ? ', such as bank' : '';
  return asker.text(`Its source id, the end of its URL /hooks/ID${hint}:`, {
    ...(proposal !== undefined && { default: proposal }),
    problem: (id) => idProblem(id, taken),
  });
}

/** The provider's own id, or the first of `ID-2`, `ID-3`, … that is free. */
function freeId(id: string, taken: readonly string[]): string {
  const isFree = (candidate: string) => idProblem(candidate, taken) === undefined;
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? id : `${id}-${count}`;
    if (isFree(candidate)) return candidate;
  }
}
