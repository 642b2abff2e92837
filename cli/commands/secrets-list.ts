import { isSignerId, signersOf } from '../../lambda/model/destination-signer.ts';
import { hasOwnSecret, requiredSecretFields, type Source } from '../../lambda/model/source.ts';
import type { AuditReader } from '../audit-reader.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { withGuide } from '../guide.ts';
import { lastUseOfPrevious } from '../last-use.ts';
import { formatTable, printJson, printLine } from '../output.ts';
import { secretVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';

/** Accepted deliveries that are looked through for the last use of the previous secret. */
const lookedThrough = 2000;

export const secretsList: DefineCommand = (program) => {
  const command = subCommand(program, 'secrets', 'list')
    .description(
      'which secrets are set, and when the previous version was last used; never their values. Those of tenants: tenants list',
    )
    .action((options: CommonOptions) =>
      onTarget(options, async (target) => {
        const reader = readerOf(target);
        const owners = [...target.sources.filter(hasOwnSecret), ...signersOf(target.sources)];
        const rows = await Promise.all(owners.map((source) => describe(target, reader, source)));
        if (options.json) rows.forEach(printJson);
        else
          printLine(
            formatTable(
              ['SOURCE', 'FIELDS', 'CURRENT SINCE', 'PREVIOUS', 'PREVIOUS LAST USED'],
              rows.map((row) => [
                row.source,
                row.fields.join(', '),
                row.currentSince ?? 'not set',
                row.previous ? 'live' : '',
                row.previousLastUsed ?? (row.previous ? unseen(row.source) : ''),
              ]),
            ),
          );
      }),
    );
  withGuide(command, {
    examples: ['sallyport secrets list'],
    json: [
      {
        each: 'a source',
        fields: ['source', 'fields', 'currentSince?', 'previous', 'previousLastUsed?'],
      },
    ],
  });
};

/** What is sent on is signed with both. */
const unseen = (id: string): string => (isSignerId(id) ? 'signs, too' : 'not seen');

async function describe(target: Target, reader: AuditReader, source: Source) {
  const versions = await secretVersions(target, source);
  const isJudged = versions.hasPrevious && !isSignerId(source.id);
  const lastUse = isJudged
    ? await lastUseOfPrevious(reader, source.id, versions, { most: lookedThrough })
    : undefined;
  return {
    source: source.id,
    fields: requiredSecretFields(source),
    ...(versions.currentSince && { currentSince: versions.currentSince.toISOString() }),
    previous: versions.hasPrevious,
    ...(lastUse && { previousLastUsed: lastUse }),
  };
}
