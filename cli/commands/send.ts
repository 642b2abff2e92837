import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { printJson, printLine } from '../output.ts';
import { type Fault, faults, type SampleRequest, sampleRequest } from '../sample-request.ts';
import { readSecret } from '../source-secrets.ts';
import { sourceOf, type Target } from '../target.ts';
import { throughCdn } from '../through-cdn.ts';

type Options = CommonOptions & {
  readonly type?: string;
  readonly body?: string;
  readonly id?: string;
  readonly fault?: Fault;
};

export const send: DefineCommand = (program) => {
  withTargetOptions(program.command('send'))
    .description('send a correctly signed sample event to a source, or one with a fault')
    .argument('<source>')
    .option('--type <type>', 'event type')
    .option('--id <id>', 'event id')
    .option('--body <file>', 'body bytes instead of the sample')
    .addOption(new Option('--fault <fault>', 'what to do wrong').choices(faults))
    .addHelpText('after', '\nExample: sallyport send stripe --type invoice.paid --fault tampered')
    .action((id: string, options: Options) =>
      onTarget(options, (target) => sendSample(target, id, options)),
    );
};

async function sendSample(target: Target, id: string, options: Options): Promise<void> {
  const { fault } = options;
  const source = sourceOf(target, id);
  const secrets = await readSecret(target, source);
  const request = await sampleRequest(source, {
    nowMs: Date.now(),
    secrets,
    claimAddress: target.isLocal,
    ...(await wishesOf(options)),
  });
  const times = fault === 'duplicate' ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const reply = await post(target.urlOf(id), await throughCdn(target, request));
    report({ source: id, ...(fault === undefined ? {} : { fault }), ...reply }, options.json);
    judge(reply.httpStatus, fault);
  }
}

async function wishesOf({ fault, type, id, body }: Options) {
  return {
    ...(fault === undefined ? {} : { fault }),
    ...(id === undefined ? {} : { eventId: id }),
    ...(type === undefined ? {} : { eventType: type }),
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

interface Reply {
  readonly httpStatus: number;
  readonly id: string;
  readonly message: string;
}

/** Posts a sample and reads the public reply. */
export async function post(url: string, request: SampleRequest): Promise<Reply> {
  const { method, suffix, headers, body } = request;
  const hasBody = method !== 'GET';
  const response = await fetch(`${url}${suffix}`, {
    method,
    headers,
    ...(hasBody ? { body: Buffer.from(body) } : {}),
  });
  const text = await response.text();
  return {
    httpStatus: response.status,
    id: response.headers.get('x-sallyport-id') ?? '',
    message: messageIn(text),
  };
}

function messageIn(text: string): string {
  try {
    return String(JSON.parse(text).message);
  } catch {
    return text.slice(0, 200);
  }
}

function report(result: Reply & { readonly source: string }, json: boolean | undefined): void {
  if (json) printJson(result);
  else printLine(`${result.httpStatus} ${result.message}  record ${result.id}`);
}

/** A sample must be accepted, a faulty one must not. */
function judge(httpStatus: number, fault: Fault | undefined): void {
  const isAccepted = httpStatus >= 200 && httpStatus < 300;
  const mustBeAccepted = fault === undefined || fault === 'duplicate';
  if (isAccepted === mustBeAccepted) return;
  const explain = 'see sallyport audit list for the reason';
  throw new OperationFailed(
    mustBeAccepted
      ? `the sample was answered ${httpStatus}: ${explain}`
      : `the fault was accepted with ${httpStatus}: ${explain}`,
  );
}
