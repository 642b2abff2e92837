import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import type { Source } from '../../lambda/model/source.ts';
import { OperationFailed } from '../failure.ts';
import { addSources } from './add-sources.ts';
import { askPlan } from './ask-plan.ts';
import { askSource } from './ask-source.ts';
import type { Asker } from './asker.ts';
import { keepCopy, writeConfigFile } from './config-file.ts';
import { configText, isJsonFile, sourceLines } from './config-text.ts';
import { handlerState } from './handler-state.ts';
import { nextSteps } from './next-steps.ts';
import { stepsText } from './print-steps.ts';
import { wrapped } from './wrap-text.ts';

/** Asks for sources, shows what would be written, writes it once that is confirmed, and says what to do next. */
export async function dialog(asker: Asker, file: string): Promise<void> {
  const plan = await askPlan(asker, file);
  if (plan === 'keep') return asker.say(`${file} stays as it is`);
  const kept = plan === 'replace' || plan === 'create' ? undefined : plan.add;
  const configs = await askSources(asker, Object.keys(kept?.sources ?? {}));
  if (Object.keys(configs).length === 0) return asker.say('no source: nothing was written');
  await sayHandlerTroubles(asker, [...Object.keys(kept?.sources ?? {}), ...Object.keys(configs)]);
  showText(asker, file, { configs, isAddition: kept !== undefined });
  const isWanted = await asker.confirm(`Write ${file}?`, { default: true });
  if (!isWanted) return asker.say('nothing was written');
  if (plan === 'replace') asker.say(`the file before is kept as ${await keepCopy(file)}`);
  const all = await write(asker, file, { configs, kept });
  const sources = all.filter(({ id }) => Object.hasOwn(configs, id));
  const handlers = await handlerState(all.map(({ id }) => id));
  asker.say(`wrote ${file}, and it loads\n`);
  asker.say(stepsText(nextSteps({ file, configs, sources, handlers })));
}

async function askSources(
  asker: Asker,
  taken: readonly string[],
): Promise<ReceiverConfig['sources']> {
  let configs: ReceiverConfig['sources'] = {};
  do {
    asker.say('');
    configs = { ...configs, ...(await askSource(asker, [...taken, ...Object.keys(configs)])) };
  } while (await asker.confirm('Another source?', { default: false }));
  return configs;
}

async function sayHandlerTroubles(asker: Asker, ids: readonly string[]): Promise<void> {
  const { unmatched } = await handlerState(ids);
  for (const { file, source } of unmatched) {
    asker.say(
      wrapped(
        `note: ${file} takes source "${source}", which would not be configured, so nothing would start: change its source, or move the file away`,
      ),
    );
  }
}

interface Chosen {
  readonly configs: ReceiverConfig['sources'];
  readonly isAddition: boolean;
}

function showText(asker: Asker, file: string, { configs, isAddition }: Chosen): void {
  const heading = isAddition ? `These entries come into the sources of ${file}` : file;
  const text = isAddition
    ? `${sourceLines(configs, { file })}\n`
    : configText(file, { sources: configs });
  asker.say(`\n${heading}:\n\n${text}`);
}

async function write(
  asker: Asker,
  file: string,
  { configs, kept }: { configs: ReceiverConfig['sources']; kept: ReceiverConfig | undefined },
): Promise<readonly Source[]> {
  if (kept === undefined)
    return (await writeConfigFile(file, configText(file, { sources: configs }))) ?? [];
  const sources = await addSources(file, kept, configs);
  if (sources !== undefined) return sources;
  asker.say(
    `\nPut these entries into ${isJsonFile(file) ? '"sources"' : 'sources'}:\n\n${sourceLines(configs, { file })}\n`,
  );
  throw new OperationFailed(
    `${file}: its sources stand in a place that is not found: put the entries above there yourself; nothing was written`,
  );
}
