/**
 * The handler modules by name. The bundler follows the pattern of this import and packs all of `lambda/handlers/`;
 * a local run resolves it at run time.
 */
export async function loadHandlers(
  names: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const modules = await Promise.all(
    names.map(
      async (name): Promise<[string, Record<string, unknown>]> => [
        name,
        await import(`../handlers/${name}.ts`),
      ],
    ),
  );
  return new Map(modules);
}
