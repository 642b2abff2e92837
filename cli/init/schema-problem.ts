import * as v from 'valibot';

/** What a schema of the configuration has against a value: one line, or undefined. */
export function schemaProblem(schema: v.GenericSchema, value: unknown): string | undefined {
  const { issues } = v.safeParse(schema, value);
  if (issues === undefined) return undefined;
  const [{ kind, input, message }] = issues;
  const isPart = kind === 'validation' && typeof input === 'string' && input !== value;
  return isPart ? `"${input}": ${message}` : message;
}

/** Checks an answer by a schema of the configuration. */
export const allowedBy = (schema: v.GenericSchema) => ({
  problem: (answer: string) => schemaProblem(schema, answer),
});
