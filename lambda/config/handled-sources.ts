import { handlerRegistry } from '../worker/handler-registry.ts';
import { loadHandlers } from '../worker/load-handlers.ts';

/**
 * Sources that these handler modules name, `*` among them where one takes what no other takes.
 * @throws ConfigError when a module exports no handler or two would take the same event; what loading a module threw, as it is.
 */
export const handledSources = async (handlers: readonly string[]): Promise<ReadonlySet<string>> =>
  handlerRegistry(await loadHandlers(handlers)).sources;
