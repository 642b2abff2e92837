import { handledSources } from '../../lambda/config/handled-sources.ts';
import { listHandlers } from '../../lambda/config/list-handlers.ts';

/** What the handlers in `lambda/handlers` have to do with a set of sources. */
export interface HandlerState {
  /** Sources that some handler names, `*` among them where one takes what is left. */
  readonly handled: ReadonlySet<string>;
  /** Handlers of sources that there are not: neither `npm start` nor a deployment begins with them. */
  readonly unmatched: readonly { readonly file: string; readonly source: string }[];
  /** Why the handlers cannot be loaded. */
  readonly failure?: string;
}

/** Loads the handlers as the worker will, and compares them with the ids of the sources. */
export async function handlerState(
  ids: readonly string[],
  list: () => readonly string[] = listHandlers,
): Promise<HandlerState> {
  try {
    const bySource = await Promise.all(
      list().map(async (name) => ({ name, sources: [...(await handledSources([name]))] })),
    );
    return {
      handled: new Set(bySource.flatMap(({ sources }) => sources)),
      unmatched: bySource.flatMap(({ name, sources }) =>
        sources
          .filter((source) => source !== '*' && !ids.includes(source))
          .map((source) => ({ file: `lambda/handlers/${name}.ts`, source })),
      ),
    };
  } catch (error) {
    const failure = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    return { handled: new Set(), unmatched: [], failure };
  }
}
