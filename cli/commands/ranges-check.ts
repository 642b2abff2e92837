import { readFile, writeFile } from 'node:fs/promises';
import { readKeyRelay } from '../../lambda/aws/environment.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { parseAddressRange } from '../../lambda/model/address-range.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { bareSubCommand, type DefineCommand } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';

interface Options {
  readonly write?: boolean;
  readonly json?: boolean;
}

interface Comparison {
  readonly provider: string;
  readonly url: string;
  readonly ranges: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

const guide: Guide = {
  examples: ['sallyport ranges check stripe github'],
  json: [{ each: 'a provider', fields: ['provider', 'url', 'added', 'removed'] }],
};

export const rangesCheck: DefineCommand = (program) => {
  withGuide(bareSubCommand(program, 'ranges', 'check'), guide)
    .description("compare the presets' address lists with those that the providers publish")
    .argument('[provider...]', 'presets; all that have a published list unless named')
    .option('--write', 'bring the data files up to date')
    .option('--json', 'one JSON object a line')
    .action(async (ids: readonly string[], options: Options) => {
      const comparisons = await Promise.all(chosen(ids).map(compare));
      for (const one of comparisons) {
        if (options.write && differs(one)) await rewrite(one);
        report(one, options);
      }
      const open = comparisons.filter(differs);
      if (open.length > 0 && !options.write)
        throw new OperationFailed(
          `${open.map(({ provider }) => provider).join(', ')}: the published list has changed: run again with --write`,
        );
    });
};

function chosen(ids: readonly string[]): readonly Preset[] {
  const unknown = ids.find((id) => presets.get(id)?.addresses?.list === undefined);
  if (unknown !== undefined)
    throw new UsageError(`"${unknown}" has no published list of addresses: leave it out`);
  const all = [...presets.keys()].flatMap((id) => presets.get(id) ?? []);
  return all.filter(({ id, addresses }) =>
    ids.length > 0 ? ids.includes(id) : addresses?.list !== undefined,
  );
}

const differs = ({ added, removed }: Comparison): boolean => added.length + removed.length > 0;

async function compare({ id, addresses }: Preset): Promise<Comparison> {
  const { url = '', json = '' } = addresses?.list ?? {};
  const ranges = rangesIn(await fetchJson(url), json);
  if (ranges.length === 0)
    throw new OperationFailed(`${url}: holds no addresses at "${json}": has the list moved?`);
  const known = addresses?.ranges ?? [];
  return {
    provider: id,
    url,
    ranges,
    added: ranges.filter((range) => !known.includes(range)),
    removed: known.filter((range) => !ranges.includes(range)),
  };
}

async function fetchJson(url: string): Promise<unknown> {
  const { relay = '' } = readKeyRelay();
  try {
    const response = await fetch(`${relay}${url}`, { signal: AbortSignal.timeout(15_000) });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    return await response.json();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationFailed(`${url}: cannot be read (${reason}): try again later`);
  }
}

/** The texts at the path that are addresses, each once, in the order published. */
function rangesIn(content: unknown, path: string): readonly string[] {
  let value = content;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  const texts = Array.isArray(value) ? value.map(String) : [];
  return [...new Set(texts.filter((text) => parseAddressRange(text) !== undefined))];
}

function report({ ranges: _ranges, ...one }: Comparison, { json, write }: Options): void {
  if (json) {
    printJson(one);
    return;
  }
  const changes = [
    ...one.added.map((range) => `+ ${range}`),
    ...one.removed.map((range) => `- ${range}`),
  ];
  const state = changes.length === 0 ? 'as published' : write ? 'brought up to date' : 'differs';
  for (const line of [`${one.provider}: ${state} (${one.url})`, ...changes]) printLine(line);
}

/** Replaces the list in the preset's data file, and nothing else of it. */
async function rewrite({ provider, ranges }: Comparison): Promise<void> {
  const file = `lambda/providers/${provider}.ts`;
  const text = await readFile(file, 'utf8');
  const list = ranges.map((range) => `'${range}'`).join(', ');
  const updated = text.replace(/ranges: \[[^\]]*\]/, () => `ranges: [${list}]`);
  if (updated === text)
    throw new OperationFailed(`${file}: has no list of ranges to bring up to date`);
  await writeFile(file, updated);
}
