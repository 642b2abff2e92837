import { systemClock } from '../../lambda/model/time.ts';
import { readerOf } from '../audit-reader.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { type ErasureResult, eraseBody } from '../erase-body.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { printable, printJson, printLine } from '../output.ts';
import type { Target } from '../target.ts';

type Options = CommonOptions & { readonly reason: string };

const texts: Readonly<Record<ErasureResult, string>> = {
  erased: 'erased; its digest and size stay',
  'nothing-kept': 'no body is kept',
  open: 'not erased: the event is not done or failed yet',
  missing: 'not erased: no such record',
};

const guide: Guide = {
  examples: ['sallyport bodies erase 01M85CJX78SGCM9XNWKR62T8PT --reason "erasure request"'],
  json: [{ each: 'a body', fields: ['id', 'result'] }],
};

export const bodiesErase: DefineCommand = (program) => {
  withGuide(subCommand(program, 'bodies', 'erase'), guide)
    .description('erase stored bodies; records, digests and sizes stay, a replay is refused then')
    .argument('<ids...>', 'record ids')
    .requiredOption('--reason <text>', 'why: it stands in the history of each record')
    .action((ids: string[], options: Options) =>
      onTarget(options, (target) => eraseBodies(target, ids, options)),
    );
};

async function eraseBodies(
  target: Target,
  ids: readonly string[],
  { reason, json }: Options,
): Promise<void> {
  if (reason.trim() === '') throw new UsageError('--reason is empty: say why');
  const by = await target.operator();
  const ports = {
    client: target.dynamoDb,
    table: target.auditTable,
    s3: target.s3,
    bodyBucket: target.places().bodyBucket,
    clock: systemClock,
  };
  const reader = readerOf(target);
  let kept = 0;
  for (const id of new Set(ids)) {
    const key = await reader.keyOf(id);
    const result = key === undefined ? 'missing' : await eraseBody(key, { by, reason }, ports);
    if (result === 'open' || result === 'missing') kept += 1;
    if (json) printJson({ id, result });
    else printLine(`${printable(id)} ${texts[result]}`);
  }
  if (kept > 0) throw new OperationFailed(`${kept} of ${new Set(ids).size} bodies were not erased`);
}
