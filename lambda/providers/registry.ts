import type { Preset } from '../model/preset.ts';
import * as all from './all.ts';

/** Every preset by id. */
export const presets: ReadonlyMap<string, Preset> = new Map(
  Object.values(all).map((preset) => [preset.id, preset]),
);
