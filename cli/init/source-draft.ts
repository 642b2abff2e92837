import { presets } from '../../lambda/config/preset-index.ts';
import { readReceiverConfig } from '../../lambda/config/read-config.ts';
import type { ReceiverConfig, SourceConfig } from '../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import { suggestedIds } from './find-presets.ts';

/** Sources as far as options have been read. */
export interface SourceDraft {
  has(id: string): boolean;
  get(id: string): SourceConfig;
  add(id: string, keys: Partial<SourceConfig>): void;
  /** Notes what is wrong, and of which source. */
  refuse(problem: string, id?: string): void;
  /** What has come together, and everything that is wrong with it. */
  read(): ReadSources;
}

export interface ReadSources {
  readonly sources: ReceiverConfig['sources'];
  readonly problems: readonly string[];
}

export function sourceDraft(): SourceDraft {
  const sources = new Map<string, SourceConfig>();
  const spoilt = new Set<string>();
  const problems: string[] = [];
  const get = (id: string): SourceConfig => sources.get(id) ?? {};
  return {
    has: (id) => sources.has(id) || spoilt.has(id),
    get,
    add: (id, keys) => sources.set(id, { ...get(id), ...keys }),
    refuse(problem, id) {
      problems.push(problem);
      if (id !== undefined) spoilt.add(id);
    },
    read() {
      const read = Object.fromEntries(sources);
      const found = sources.size > 0 ? problemsOf(read) : [];
      // A source of which an option is refused may name no check just because of that.
      const own = found.filter(({ id, isOpen }) => !(isOpen && spoilt.has(id)));
      return { sources: read, problems: [...problems, ...own.map(({ text }) => text)] };
    },
  };
}

/** Presets that may have been meant, as the middle of a sentence. */
export function suggestion(id: string): string {
  const ids = suggestedIds(id);
  return ids.length > 0 ? `did you mean ${ids.join(' or ')}? ` : '';
}

interface Found {
  readonly id: string;
  /** The source names no check. */
  readonly isOpen: boolean;
  readonly text: string;
}

function problemsOf(sources: ReceiverConfig['sources']): readonly Found[] {
  try {
    readReceiverConfig({ sources }, presets);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(withOption);
  }
}

/** The problem, with the option that would mend it. */
function withOption(problem: string): Found {
  const [, id = '', rest = ''] = /^sources\.([^.:]+)([^:]*):/.exec(problem) ?? [];
  const isOpen = rest === '' && problem.includes(': no check is named');
  const isMissingSetting = rest.startsWith('.settings.') && problem.includes(': is missing: ');
  const option = isMissingSetting
    ? `: --setting ${id}${rest.slice('.settings'.length)}=…`
    : rest === '.publicUrl'
      ? `: --public-url ${id}=https://…`
      : '';
  const text = isOpen
    ? `--source ${id}: is not a preset, and no check is named: ${suggestion(id)}add --allow, --token or --hmac`
    : `${problem}${option}`;
  return { id, isOpen, text };
}
