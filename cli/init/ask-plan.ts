import { existsSync } from 'node:fs';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import type { Asker, Choice } from './asker.ts';
import { readConfigFile } from './config-file.ts';
import { wrapped } from './wrap-text.ts';

/** What becomes of the file: it is not there, or the person has decided. */
type Plan = 'create' | 'replace' | 'keep' | { readonly add: ReceiverConfig };

/** Asks what shall become of a file that is there already; it is never overwritten unasked. */
export async function askPlan(asker: Asker, file: string): Promise<Plan> {
  if (!existsSync(file)) return 'create';
  const keep: Choice<Plan> = { value: 'keep', name: 'leave it as it is' };
  const replace: Choice<Plan> = {
    value: 'replace',
    name: 'replace it',
    description: 'The file is kept beside the new one, as a copy that ends in .bak.',
  };
  try {
    const existing = await readConfigFile(file);
    if (existing === undefined) return 'create';
    const ids = Object.keys(existing.sources).join(', ');
    asker.say(wrapped(`${file} is there already, with these sources: ${ids}`));
    const add: Choice<Plan> = { value: { add: existing }, name: 'add sources to it' };
    return await asker.choose('What shall become of it?', [add, replace, keep]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    asker.say(`${file} is there already, and does not load:`);
    for (const problem of error.problems) asker.say(`  ${problem}`);
    return asker.choose('What shall become of it?', [keep, replace]);
  }
}
