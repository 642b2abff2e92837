/** Any value in a template. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

export type JsonObject = Readonly<Record<string, Json>>;

/** A synthesised template, as `cdk synth` writes it. */
export type Template = JsonObject;

/** A resource and the id by which the template knows it. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

export const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : [];

export const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** The value under these names, one inside the other. */
export const at = (value: Json | undefined, ...names: readonly string[]): Json | undefined =>
  names.reduce<Json | undefined>((inside, name) => objectOf(inside)[name], value);

/** Every resource of the template, or those of the named types. */
export const resourcesOf = (template: Template, ...types: readonly string[]): readonly Resource[] =>
  Object.entries(objectOf(template['Resources']))
    .map(([id, resource]) => ({
      id,
      type: String(at(resource, 'Type')),
      properties: objectOf(at(resource, 'Properties')),
    }))
    .filter(({ type }) => types.length === 0 || types.includes(type));

/** Logical id that a `Ref` or a `Fn::GetAtt` points to. */
export function targetOf(value: Json | undefined): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = objectOf(value);
  const target =
    ref ?? (typeof attribute === 'string' ? attribute.split('.')[0] : listOf(attribute)[0]);
  return typeof target === 'string' ? target : undefined;
}

/**
 * The text that a value becomes, as far as the template tells: what only the deployment knows is replaced by `unknown`.
 * Undefined when nothing of it is known.
 */
export function textOf(value: Json | undefined, unknown = ''): string | undefined {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': substitute } = objectOf(value);
  if (join !== undefined) {
    const [separator, parts] = listOf(join);
    return listOf(parts)
      .map((part) => textOf(part, unknown) ?? unknown)
      .join(String(separator));
  }
  const pattern = Array.isArray(substitute) ? listOf(substitute)[0] : substitute;
  return typeof pattern === 'string' ? pattern.replaceAll(/\$\{[^!}][^}]*\}/g, unknown) : undefined;
}

/** A value inside another, and the names that lead to it. */
export interface Inside {
  readonly path: readonly string[];
  readonly value: Json;
}

/** The value and everything inside it. */
export function* everythingIn(value: Json, path: readonly string[] = []): Generator<Inside> {
  yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* everythingIn(inner, [...path, name]);
  }
}

/** Logical ids that the value refers to, however deep: CDK picks the name of an alias out of its ARN. */
export const targetsIn = (value: Json | undefined): readonly string[] =>
  [...everythingIn(value ?? null)].flatMap(({ value: inside }) => targetOf(inside) ?? []);
