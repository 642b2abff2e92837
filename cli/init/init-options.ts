import { presets } from '../../lambda/config/preset-index.ts';
import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import {
  allowListOf,
  eventIdOf,
  eventTypeOf,
  hmacOf,
  publicUrlOf,
  tokenOf,
} from './option-values.ts';
import { type ReadSources, type SourceDraft, sourceDraft, suggestion } from './source-draft.ts';

/** The options of `init --yes` that describe sources, as given: each may be repeated. */
export type SourceFlags = Partial<Readonly<Record<Flag, readonly string[]>>>;

type Flag =
  | 'source'
  | 'allow'
  | 'token'
  | 'hmac'
  | 'publicUrl'
  | 'setting'
  | 'eventId'
  | 'eventType';

/** Word for "no preset": a sender whose checks the other options name. */
export const otherSender = 'other';

type Checks = Partial<SourceConfig> | string;

/** Options of the form `SOURCE=VALUE`. */
const valued = [
  { key: 'allow', option: '--allow', form: 'SOURCE=CIDR[,CIDR…]', read: allowListOf },
  { key: 'token', option: '--token', form: 'SOURCE=HEADER', read: tokenOf },
  { key: 'hmac', option: '--hmac', form: 'SOURCE=HEADER[:ALGORITHM[:ENCODING]]', read: hmacOf },
  { key: 'publicUrl', option: '--public-url', form: 'SOURCE=URL', read: publicUrlOf },
  { key: 'eventId', option: '--event-id', form: 'SOURCE=json:PATH', read: eventIdOf },
  { key: 'eventType', option: '--event-type', form: 'SOURCE=json:PATH', read: eventTypeOf },
] as const satisfies readonly {
  readonly key: Flag;
  readonly option: string;
  readonly form: string;
  readonly read: (text: string) => Checks;
}[];

/** Reads the options of `init --yes`: what they say, and everything that is wrong with it. */
export function readFlags(flags: SourceFlags): ReadSources {
  const draft = sourceDraft();
  for (const text of flags.source ?? []) readSource(draft, text);
  if (flags.source === undefined)
    draft.refuse('--yes needs a source: add --source ID[=PROVIDER], such as --source stripe');
  for (const { key, ...rule } of valued) {
    for (const text of flags[key] ?? []) readValue(draft, text, rule);
  }
  for (const text of flags.setting ?? []) readSetting(draft, text);
  return draft.read();
}

function readSource(draft: SourceDraft, text: string): void {
  const [id, provider] = parted(text, '=');
  const option = `--source ${text}`;
  if (id === '') draft.refuse(`${option}: names no source: write --source ID[=PROVIDER]`);
  else if (draft.has(id)) draft.refuse(`${option}: source "${id}" is given twice: leave one out`);
  else if (provider === undefined) draft.add(id, presets.has(id) ? { provider: id } : {});
  else if (provider === otherSender) draft.add(id, {});
  else if (presets.has(provider)) draft.add(id, { provider });
  else
    draft.refuse(
      `${option}: "${provider}" is not a preset: ${suggestion(provider)}use one of docs/providers.md, or --source ${id}=${otherSender} and name the checks`,
      id,
    );
}

function readValue(
  draft: SourceDraft,
  text: string,
  { option, form, read }: Pick<(typeof valued)[number], 'option' | 'form' | 'read'>,
): void {
  const [id, value] = parted(text, '=');
  if (id === '' || !value) draft.refuse(`${option} ${text}: expected ${option} ${form}`);
  else if (!draft.has(id))
    draft.refuse(`${option} ${text}: there is no source "${id}": add --source ${id}`);
  else {
    const keys: Checks = read(value);
    if (typeof keys === 'string') draft.refuse(`${option} ${text}: ${keys}`, id);
    else if (Object.keys(keys).some((key) => key in draft.get(id)))
      draft.refuse(`${option} ${text}: "${id}" has ${option} already: leave one out`, id);
    else draft.add(id, keys);
  }
}

function readSetting(draft: SourceDraft, text: string): void {
  const [place, value] = parted(text, '=');
  const [id, name] = parted(place, '.');
  const option = `--setting ${text}`;
  if (id === '' || !name || !value) draft.refuse(`${option}: expected --setting SOURCE.NAME=VALUE`);
  else if (!draft.has(id))
    draft.refuse(`${option}: there is no source "${id}": add --source ${id}`);
  else draft.add(id, { settings: { ...draft.get(id).settings, [name]: value } });
}

/** The text before the first separator, and what stands behind it; undefined where there is none. */
function parted(text: string, separator: string): readonly [string, string | undefined] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
