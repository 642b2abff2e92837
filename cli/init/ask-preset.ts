import { neededSettings } from '../../lambda/config/needed-settings.ts';
import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import { sourceSchema } from '../../lambda/config/schema.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { askAddresses } from './ask-addresses.ts';
import type { Asker } from './asker.ts';
import { signsUrl, sourceOfPreset } from './describe-preset.ts';
import { placeholderHost } from './next-steps.ts';
import { allowedBy } from './schema-problem.ts';

/** Asks for what a preset needs beside its secrets, and from where its provider sends. */
export async function askPreset(asker: Asker, preset: Preset, id: string): Promise<SourceConfig> {
  const source = sourceOfPreset(preset);
  const settings = await askSettings(asker, preset, neededSettings(source));
  const url = signsUrl(source) ? { publicUrl: await askPublicUrl(asker, preset.name, id) } : {};
  const addresses = await askAddresses(asker, preset);
  return { provider: preset.id, ...addresses, ...url, ...settings };
}

async function askSettings(
  asker: Asker,
  preset: Preset,
  names: readonly string[],
): Promise<Pick<SourceConfig, 'settings'>> {
  const settings: Record<string, string> = {};
  for (const name of names) {
    const meaning = preset.settings?.[name];
    if (meaning !== undefined) asker.say(`  ${name}: ${meaning}`);
    settings[name] = await asker.text(`Setting ${name}:`, {
      problem: (text) =>
        text === '' ? `is missing: ${preset.name} proves nothing without it` : undefined,
    });
  }
  return names.length > 0 ? { settings } : {};
}

/** Asks for the address of the endpoint as the sender knows it, which it signs. */
function askPublicUrl(asker: Asker, name: string, id: string): Promise<string> {
  asker.say(`  ${name} signs the address that it was given. If you do not know it`);
  asker.say('  yet, press Enter: a placeholder does until you deploy.');
  return asker.text('Address, exactly as registered there:', {
    default: `https://${placeholderHost}/hooks/${id}`,
    ...allowedBy(sourceSchema.entries.publicUrl),
  });
}
