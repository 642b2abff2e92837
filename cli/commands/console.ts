import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { consoleAccess } from '../console/access.ts';
import { serveConsole } from '../console/serve.ts';
import { holdPort } from '../hold-port.ts';
import { onInterruption } from '../interruption.ts';
import { printJson, printLine } from '../output.ts';
import { parsePort } from '../parse-port.ts';
import type { Target } from '../target.ts';

type Options = CommonOptions & { readonly port: number; readonly allowWrite?: boolean };

export const console: DefineCommand = (program) => {
  withTargetOptions(program.command('console'))
    .description(
      'the console on this machine, with your AWS credentials: no door is opened; until Ctrl-C',
    )
    .option('--port <n>', 'port on loopback, 0 for any free one', parsePort, 8789)
    .option('--allow-write', 'let it replay events and send test webhooks')
    .addHelpText(
      'after',
      '\nExamples:\n  sallyport console --stack sallyport-prod --profile audit\n  sallyport console --stack sallyport-prod --allow-write',
    )
    .action((options: Options) => onTarget(options, (target) => serve(target, options)));
};

async function serve(target: Target, { port, allowWrite = false, json }: Options): Promise<void> {
  const interruption = onInterruption();
  const held = await holdPort(port, '--port');
  const access = consoleAccess(held.url);
  serveConsole(held, target, { access, mayWrite: allowWrite });
  if (json) printJson({ console: access.link, mayWrite: allowWrite });
  else {
    const mode = allowWrite ? 'may replay and send' : 'read-only; --allow-write changes that';
    printLine(`console of ${target.name} (${mode}): ${access.link}`);
    printLine('Ctrl-C ends it');
  }
  await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve));
  await held.end();
}
