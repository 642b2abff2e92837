import { ConfigError } from '../model/errors.ts';
import type { Receiver } from '../model/receiver.ts';
import { handlerRegistry } from '../worker/handler-registry.ts';
import { loadHandlers } from '../worker/load-handlers.ts';

/**
 * Loads the handlers as the worker will.
 * @throws ConfigError when one cannot be loaded, exports no handler, takes another's events, or names a source that is not configured.
 */
export async function checkHandlers({ handlers, sources }: Receiver): Promise<void> {
  const modules = await loadHandlers(handlers).catch((error: unknown) => {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConfigError([`a handler cannot be loaded: ${message}`]);
  });
  const known = new Set(['*', ...sources.map(({ id }) => id)]);
  const unknown = [...handlerRegistry(modules).sources].filter((source) => !known.has(source));
  if (unknown.length === 0) return;
  throw new ConfigError(
    unknown.map(
      (source) =>
        `a handler takes source "${source}", which is not configured: use one of ${[...known].join(', ')}`,
    ),
  );
}
