import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { printJson, printLine } from '../output.ts';
import { type Fault, faults } from '../sample-faults.ts';
import { isAsExpected, type Reply, sendSample } from '../send-sample.ts';
import { sourceOf, type Target } from '../target.ts';

type Options = CommonOptions & {
  readonly type?: string;
  readonly body?: string;
  readonly id?: string;
  readonly fault?: Fault;
  readonly tenant?: string;
};

const guide: Guide = {
  examples: ['sallyport send stripe --type invoice.paid', 'sallyport send bank --fault tampered'],
  json: [{ each: 'a request', fields: ['source', 'fault?', 'httpStatus', 'id', 'message'] }],
};

export const send: DefineCommand = (program) => {
  withGuide(withTargetOptions(program.command('send')), guide)
    .description('send a correctly signed sample event to a source, or one with a fault')
    .argument('<source>')
    .option('--type <type>', 'event type')
    .option('--tenant <tenant>', 'of this tenant, where the source has tenants')
    .option('--id <id>', 'event id')
    .option('--body <file>', 'body bytes instead of the sample')
    .addOption(new Option('--fault <fault>', 'what to do wrong').choices(faults))
    .action((id: string, options: Options) =>
      onTarget(options, (target) => sendOn(target, id, options)),
    );
};

async function sendOn(target: Target, id: string, options: Options): Promise<void> {
  const { fault } = options;
  const source = sourceOf(target, id);
  for await (const reply of sendSample(target, source, await wishesOf(options))) {
    report({ source: id, ...(fault === undefined ? {} : { fault }), ...reply }, options.json);
    if (!isAsExpected(reply, fault)) throw notAsExpected(reply, fault);
  }
}

async function wishesOf({ fault, type, id, body, tenant }: Options) {
  return {
    ...(fault === undefined ? {} : { fault }),
    ...(id === undefined ? {} : { eventId: id }),
    ...(type === undefined ? {} : { eventType: type }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(body === undefined ? {} : { body: await bodyOf(body) }),
  };
}

async function bodyOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch {
    throw new UsageError(`${file}: cannot be read: name the file with the body`);
  }
}

function report(result: Reply & { readonly source: string }, json: boolean | undefined): void {
  if (json) printJson(result);
  else printLine(`${result.httpStatus} ${result.message}  record ${result.id}`);
}

function notAsExpected({ httpStatus }: Reply, fault: Fault | undefined): OperationFailed {
  const explain = 'see sallyport audit list for the reason';
  return new OperationFailed(
    fault === undefined || fault === 'duplicate'
      ? `the sample was answered ${httpStatus}: ${explain}`
      : `the fault was accepted with ${httpStatus}: ${explain}`,
  );
}
