import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Preset, PresetIndex } from '../model/preset.ts';

const folder = join(import.meta.dirname, '..', 'providers');
const load = createRequire(join(folder, 'index.ts'));

/** Ids are file names: a data file put into this folder is a preset, no list to keep. */
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort();

const loaded = new Map<string, Preset>();

/** Every preset by id. A data file is read when its preset is first asked for: a configuration names a few of hundreds. */
export const presets: PresetIndex & Iterable<Preset> = {
  has: (id) => ids.includes(id),
  keys: () => ids[Symbol.iterator](),
  get(id) {
    if (!ids.includes(id)) return undefined;
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const preset: Preset = load(`./${id}.ts`).preset;
    loaded.set(id, preset);
    return preset;
  },
  *[Symbol.iterator]() {
    for (const id of ids) yield presets.get(id) as Preset;
  },
};
