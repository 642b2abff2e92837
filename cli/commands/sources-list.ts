import { presets } from '../../lambda/config/preset-index.ts';
import type { Source } from '../../lambda/model/source.ts';
import { hasOwnSecret, strengthOf } from '../../lambda/model/source.ts';
import { checksOf } from '../checks-of.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type Guide, withGuide } from '../guide.ts';
import { formatTable, printJson, printLine } from '../output.ts';
import { shownUrl } from '../shown-url.ts';
import { secretVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';

const guide: Guide = {
  examples: ['sallyport sources list --stack sallyport-prod'],
  json: [
    {
      each: 'a source',
      fields: [
        'source',
        'provider',
        'confidence?',
        'strength',
        'checks',
        'secret',
        'secretSetAt?',
        'url',
      ],
    },
  ],
};

export const sourcesList: DefineCommand = (program) => {
  withGuide(subCommand(program, 'sources', 'list'), guide)
    .description('sources with their URLs, checks and secret state')
    .action((options: CommonOptions) =>
      onTarget(options, async (target) => {
        const rows = await Promise.all(target.sources.map((source) => describe(target, source)));
        if (options.json) rows.forEach(printJson);
        else {
          const cells = rows.map((row) => [
            row.source,
            row.confidence === 'medium' ? `${row.provider} (medium confidence)` : row.provider,
            row.checks.join(', '),
            row.strength,
            row.secret,
            row.url,
          ]);
          printLine(
            formatTable(['SOURCE', 'PROVIDER', 'CHECKS', 'STRENGTH', 'SECRET', 'URL'], cells),
          );
        }
      }),
    );
};

async function describe(target: Target, source: Source) {
  const hasSecret = hasOwnSecret(source);
  const confidence = presets.get(source.provider)?.confidence;
  const setAt = hasSecret ? (await secretVersions(target, source)).currentSince : undefined;
  return {
    source: source.id,
    provider: source.provider,
    ...(confidence && { confidence }),
    strength: strengthOf(source),
    checks: checksOf(source),
    secret: hasSecret ? (setAt === undefined ? 'not set' : 'set') : noSecret(source),
    ...(setAt === undefined ? {} : { secretSetAt: setAt.toISOString() }),
    url: shownUrl(target, source),
  };
}

const noSecret = ({ tenants }: Source): string =>
  tenants === undefined ? 'none needed' : 'one per tenant';
