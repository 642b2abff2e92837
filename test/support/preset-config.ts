import type { Preset } from '../../lambda/model/preset.ts';

export const publicUrl = 'https://hooks.example.com/hooks/it';

/** What a source must say to use this preset: the address and settings that the preset asks for. */
export function configFor(preset: Preset) {
  const settings = Object.keys(preset.settings ?? {}).map((name) => [
    name,
    `${preset.id}.${name.toLowerCase()}.example`,
  ]);
  return {
    provider: preset.id,
    publicUrl,
    ...(settings.length > 0 && { settings: Object.fromEntries(settings) }),
  };
}
