import type { AnyScheme, SignatureRecipe, SignatureScheme } from '../model/signature-scheme.ts';
import type { Template, TemplatePart } from '../model/template.ts';
import { parseTemplate } from './parse-template.ts';

/** The scheme that a recipe describes: templates parsed, header names in lower case. The schema has refused what cannot be compiled. */
export function compileRecipe(recipe: SignatureRecipe): SignatureScheme {
  return recipe.kind === 'any'
    ? { kind: 'any', of: recipe.of.map(compileOne) }
    : compileOne(recipe);
}

type OneRecipe = Exclude<SignatureRecipe, AnyScheme<Template | undefined>>;
type OneScheme = Exclude<SignatureScheme, AnyScheme>;

function compileOne(recipe: OneRecipe): OneScheme {
  const lowered = lowerHeaders(recipe);
  if (lowered.kind === 'http-message-signature' || lowered.kind === 'cipher-checksum')
    return lowered;
  if (lowered.kind === 'jwt') {
    const { claims, urlHash, ...rest } = lowered;
    const compiled = Object.entries(claims ?? {}).map(([name, text]) => [name, parsed(text)]);
    const { of, ...hash } = urlHash ?? {};
    return {
      ...rest,
      ...(claims && { claims: Object.fromEntries(compiled) }),
      ...(urlHash && { urlHash: { ...hash, ...(of && { of: parsed(of) }) } }),
    } as OneScheme;
  }
  const requires = 'requires' in lowered ? lowered.requires : undefined;
  return {
    ...lowered,
    signed: parsed(lowered.signed),
    ...(requires && {
      requires: requires.map(({ at, equals }) => ({ at, equals: parsed(equals) })),
    }),
  } as OneScheme;
}

function parsed(template: Template = '{body}'): readonly TemplatePart[] {
  const parts = parseTemplate(template);
  if (typeof parts === 'string')
    throw new TypeError(`the schema let a bad template through: ${parts}`);
  return parts;
}

/** Header names as the ingress sees them. */
function lowerHeaders<T>(value: T): T {
  if (Array.isArray(value)) return value.map(lowerHeaders) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name === 'header') return [name, String(inner).toLowerCase()];
      if (name === 'headers') return [name, (inner as string[]).map((text) => text.toLowerCase())];
      return [name, lowerHeaders(inner)];
    }),
  ) as T;
}
