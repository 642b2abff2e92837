import { callbackSource } from '../../lambda/callbacks/mint-for-source.ts';
import { systemClock } from '../../lambda/model/time.ts';
import { type CallbackState, callbackStates } from '../callback-state.ts';
import { type CommonOptions, type DefineCommand, onTarget, subCommand } from '../command.ts';
import { withGuide } from '../guide.ts';
import { formatTable, printJson, printLine } from '../output.ts';

type Options = CommonOptions & { readonly ref: string };

export const callbacksList: DefineCommand = (program) => {
  const command = subCommand(program, 'callbacks', 'list')
    .description('how it stands with the callbacks that were minted under a ref, newest first')
    .argument('<source>')
    .requiredOption('--ref <ref>', 'the name that they were minted under')
    .action((id: string, options: Options) =>
      onTarget(options, async (target) => {
        const { id: sourceId } = callbackSource(target.sources, id);
        const table = { client: target.dynamoDb, table: target.auditTable };
        const order = { sourceId, ref: options.ref, nowMs: systemClock.nowMs() };
        const states = await callbackStates(table, order);
        if (options.json) states.forEach(printJson);
        else printLine(formatTable(['STATE', 'USED', 'EXPIRES', 'RECORDS'], states.map(rowOf)));
      }),
    );
  withGuide(command, {
    examples: ['sallyport callbacks list mpesa --ref ORDER-42'],
    json: [{ each: 'a callback', fields: ['state', 'used', 'uses', 'expiresAt', 'records'] }],
  });
};

const rowOf = ({ state, used, uses, expiresAt, records }: CallbackState): readonly string[] => [
  state,
  `${used} of ${uses}`,
  expiresAt,
  records.join(' '),
];
