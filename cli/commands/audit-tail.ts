import { setTimeout as sleep } from 'node:timers/promises';
import { encodeTime } from 'ulid';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { printJson, printLine } from '../output.ts';
import { recordRow } from '../record-table.ts';
import type { Target } from '../target.ts';
import { type FilterOptions, filterOf } from './audit-list.ts';

type Options = CommonOptions & FilterOptions;

const pollMs = 1000;
/** A record may become visible this long after the instant in its id. */
const lateMs = 15_000;

export const auditTail: DefineCommand = (program) => {
  subCommand(program, 'audit', 'tail')
    .description('audit records as they come, until Ctrl-C')
    .option('--source <source>', 'of one source')
    .action((options: Options) =>
      onTarget(options, async (target) => {
        for await (const record of follow(target, options)) {
          if (options.json) printJson(record);
          else printLine(recordRow(record).join('  '));
        }
      }),
    );
};

/** Every record from now on, oldest first, and again whenever its status changes while it is recent. */
async function* follow(target: Target, options: Options): AsyncGenerator<AuditRecord> {
  const reader = readerOf(target);
  const startedAtMs = Date.now();
  const seen = new Map<string, string>();
  for (;;) {
    const sinceId = encodeTime(Math.max(startedAtMs, Date.now() - lateMs), 10);
    const recent = await Array.fromAsync(reader.list({ ...filterOf(target, options), sinceId }));
    const fresh = recent.filter((record) => seen.get(record.id) !== record.status);
    for (const record of fresh) seen.set(record.id, record.status);
    yield* fresh.reverse();
    for (const id of seen.keys()) if (id < sinceId) seen.delete(id);
    await sleep(pollMs);
  }
}
