import { handledSources } from '../../lambda/config/handled-sources.ts';
import type { Check, Finding } from '../check.ts';

export const handlers: Check = {
  id: 'handlers',
  title: 'every handler names a source, and every source has a handler',
  async run({ sources }, { handlers: modules }) {
    if (modules === undefined) {
      return [
        {
          result: 'not-applicable',
          finding: 'compared when the stack is synthesised, which fails',
        },
      ];
    }
    const handled = await handledSources(modules).catch((error: unknown): Finding => {
      const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
      return {
        result: 'fail',
        finding: `the handlers cannot be loaded: ${message}`,
        remedy: 'mend the module that the message names, in lambda/handlers',
      };
    });
    if ('result' in handled) return [handled];
    const known = sources.map(({ id }) => id);
    const found = [...namelessOf(handled, known), ...unhandledOf(handled, known)];
    return found.length > 0
      ? found
      : [{ result: 'pass', finding: `${known.length} sources, each with a handler` }];
  },
};

const namelessOf = (handled: ReadonlySet<string>, known: readonly string[]): readonly Finding[] =>
  [...handled]
    .filter((source) => source !== '*' && !known.includes(source))
    .map((source) => ({
      result: 'fail',
      subject: source,
      finding: 'a handler takes its events, but no such source is configured',
      remedy: `correct the handler's source, or configure it; configured are ${known.join(', ')}`,
    }));

const unhandledOf = (handled: ReadonlySet<string>, known: readonly string[]): readonly Finding[] =>
  known
    .filter((source) => !handled.has(source) && !handled.has('*'))
    .map((source) => ({
      result: 'warn',
      subject: source,
      finding: 'no handler takes its events: they are done as skipped',
      remedy: `write one in lambda/handlers with source: '${source}', or with '*'`,
    }));
