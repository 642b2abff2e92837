import { callbackExpiredType } from '../model/callback.ts';
import { ConfigError } from '../model/errors.ts';
import { type Handler, isHandler } from './handler.ts';

/** Finds the handler of an event. */
export interface HandlerRegistry {
  /** Sources that handlers name. */
  readonly sources: ReadonlySet<string>;
  /** The source's handler for this type, else its handler for all types, else the `*` handler; undefined when nobody takes it. Only handlers that name it take `callback.expired`. */
  find(source: string, eventType: string | undefined): Handler | undefined;
}

/**
 * Registry of the handlers that these modules export.
 * @throws ConfigError when a module exports none, or when two would take the same event.
 */
export function handlerRegistry(
  modules: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): HandlerRegistry {
  const bySlot = new Map<string, Handler>();
  const problems: string[] = [];
  for (const [name, module] of modules) {
    const handlers = [...new Set(Object.values(module).filter(isHandler))];
    if (handlers.length === 0) {
      problems.push(
        `handler ${name}: exports no handler: write \`export default defineHandler({ … })\``,
      );
    }
    for (const [slot, handler] of handlers.flatMap(bySlots)) {
      if (bySlot.has(slot)) {
        problems.push(`handler ${name}: another handler already takes ${slot}: merge the two`);
      }
      bySlot.set(slot, handler);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    sources: new Set([...bySlot.values()].map(({ source }) => source)),
    find(source, eventType = '') {
      const isAnswer = eventType !== callbackExpiredType;
      return (
        bySlot.get(`${source} ${eventType}`) ??
        (isAnswer ? bySlot.get(`${source} *`) : undefined) ??
        bySlot.get(`* ${eventType}`) ??
        (isAnswer ? bySlot.get('* *') : undefined)
      );
    },
  };
}

const bySlots = (handler: Handler): readonly (readonly [string, Handler])[] =>
  (handler.types ?? ['*']).map((type) => [`${handler.source} ${type}`, handler]);
