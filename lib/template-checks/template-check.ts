import type { Json, Template } from './template.ts';

/** What is wrong with one value of a template. */
export interface Problem {
  /** Left out where it is not a resource. */
  readonly logicalId?: string;
  /** Where the value stands: `Properties.Rules.0.Priority`. */
  readonly property: string;
  readonly what: string;
  readonly found: Json | undefined;
  readonly expected: string;
  readonly remedy: string;
}

/** A rule for templates: what AWS or we refuse, and how to see it before a deployment does. */
export interface TemplateCheck {
  readonly rule: string;
  readonly catches: string;
  /** Page that states the fact. */
  readonly source: string;
  readonly find: (template: Template) => readonly Problem[];
}

/** A problem under the name of its rule. */
export interface Finding {
  readonly rule: string;
  readonly logicalId?: string;
  readonly property: string;
  readonly message: string;
  readonly source: string;
}

const longest = 200;

/** What stands in the template, short enough to be read. */
function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Whatever these checks have against the template. */
export const findingsIn = (
  template: Template,
  checks: readonly TemplateCheck[],
): readonly Finding[] =>
  checks.flatMap(({ rule, source, find }) =>
    find(template).map(({ logicalId, property, what, found, expected, remedy }) => ({
      rule,
      ...(logicalId === undefined ? {} : { logicalId }),
      property,
      message: `${what}: found ${shown(found)}, expected ${expected}. ${remedy}.`,
      source,
    })),
  );
