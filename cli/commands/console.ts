import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { consoleAccess } from '../console/access.ts';
import { serveConsole } from '../console/serve.ts';
import { withGuide } from '../guide.ts';
import { holdPort } from '../hold-port.ts';
import { onInterruption } from '../interruption.ts';
import { printJson, printLine } from '../output.ts';
import { parsePort } from '../parse-port.ts';
import type { Target } from '../target.ts';

type Options = CommonOptions & { readonly port: number; readonly allowWrite?: boolean };

export const console: DefineCommand = (program) => {
  const command = withTargetOptions(program.command('console'))
    .description(
      'the console on this machine, with your AWS credentials: no door is opened; until Ctrl-C',
    )
    .option('--port <n>', 'port on loopback, 0 for any free one', parsePort, 8789)
    .option('--allow-write', 'let it replay events and send test webhooks')
    .action((options: Options) => onTarget(options, (target) => serve(target, options)));
  withGuide(command, {
    examples: [
      'sallyport console --stack sallyport-prod --profile audit',
      'sallyport console --stack sallyport-prod --allow-write',
    ],
    json: [{ each: 'the console, when it is there', fields: ['console', 'mayWrite'] }],
  });
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
