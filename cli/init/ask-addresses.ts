import type { SourceConfig } from '../../lambda/config/receiver-config.ts';
import { sourceSchema } from '../../lambda/config/schema.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import type { Asker, Choice } from './asker.ts';
import { schemaProblem } from './schema-problem.ts';

type AllowList = Pick<SourceConfig, 'allowList'>;
type Answer = 'any' | 'preset' | 'published' | 'own';

/** Asks from where the sender sends, where something else proves its requests too. */
export async function askAddresses(asker: Asker, preset?: Preset): Promise<AllowList> {
  const answer = await asker.choose('From which addresses does it send?', choicesOf(preset));
  switch (answer) {
    case 'published':
      return { allowList: 'published' };
    case 'own':
      return askAddressList(asker);
    case 'any':
    case 'preset':
      return {};
    default:
      return answer satisfies never;
  }
}

function choicesOf(preset: Preset | undefined): readonly Choice<Answer>[] {
  const { ranges = [], byDefault, list } = preset?.addresses ?? {};
  const those = `the ${ranges.length} that it publishes`;
  const own = { value: 'own', name: 'fixed ones, which I have' } as const;
  const any = { value: 'any', name: 'any' } as const;
  if (byDefault && ranges.length > 0)
    return [{ value: 'preset', name: `${those}, as its preset demands` }, own];
  if (ranges.length > 0) return [any, { value: 'published', name: those }, own];
  if (list === undefined) return [any, own];
  const unknown = {
    value: 'published',
    name: 'the ones that it publishes',
    disabled: '(not fetched yet)',
    description: `First, in another terminal: npx sallyport ranges check ${preset?.id} --write`,
  } as const;
  return [any, unknown, own];
}

/** Asks for addresses and CIDR ranges, at least one. */
export async function askAddressList(asker: Asker): Promise<{ allowList: readonly string[] }> {
  const answer = await asker.text('Addresses or CIDR ranges, with spaces between them:', {
    problem: (text) =>
      text === ''
        ? 'name at least one, such as 203.0.113.45 or 198.51.100.0/24'
        : schemaProblem(sourceSchema.entries.allowList, rangesIn(text)),
  });
  return { allowList: rangesIn(answer) };
}

const rangesIn = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;]+/).filter(Boolean)),
];
