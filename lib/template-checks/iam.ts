import { knownActions } from './iam-actions.ts';
import {
  everythingIn,
  isObject,
  type Json,
  resourcesOf,
  type Template,
  textOf,
} from './template.ts';
import type { Problem } from './template-check.ts';

/** Whether the table has the action, or one that the pattern matches; IAM does not tell capitals from small letters. */
function isKnown(action: string): boolean {
  if (action === '*') return true;
  const [service = '', name = ''] = action.split(':');
  const pattern = name
    .split('*')
    .map((part) => part.replaceAll(/[^A-Za-z0-9]/g, (sign) => (sign === '?' ? '.' : `\\${sign}`)))
    .join('.*');
  const matches = new RegExp(`^${pattern}$`, 'i');
  return (knownActions[service.toLowerCase()] ?? []).some((known) => matches.test(known));
}

/** A policy that stands in the template as text, as some services want it. */
function policyText(value: Json): Json | undefined {
  const text = isObject(value) || typeof value === 'string' ? textOf(value, '0') : undefined;
  if (text === undefined || !text.includes('"Statement"')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Granted {
  readonly property: string;
  readonly action: string;
}

/** Actions of every policy statement inside the value. */
function grantedIn(value: Json, path: readonly string[]): readonly Granted[] {
  return [...everythingIn(value, path)].flatMap(({ path: place, value: inside }) => {
    const text = policyText(inside);
    if (text !== undefined) return grantedIn(text, place);
    if (!isObject(inside) || inside['Effect'] === undefined) return [];
    return ['Action', 'NotAction'].flatMap((name) =>
      [inside[name] ?? []]
        .flat()
        .filter((action) => typeof action === 'string')
        .map((action) => ({ property: [...place, name].join('.'), action })),
    );
  });
}

/**
 * Actions in policies that are not in `knownActions`: IAM takes any text, and a misspelt action grants nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html (2026-11-24)
 */
export const unknownActions = (template: Template): readonly Problem[] =>
  resourcesOf(template).flatMap(({ id, type, properties }) => {
    const own = properties['Action'];
    const granted = [
      ...grantedIn(properties, ['Properties']),
      ...(type === 'AWS::Lambda::Permission' && typeof own === 'string'
        ? [{ property: 'Properties.Action', action: own }]
        : []),
    ];
    return granted
      .filter(({ action }) => !isKnown(action))
      .map(({ property, action }) => ({
        logicalId: id,
        property,
        what: 'a policy names an action that the table does not know',
        found: action,
        expected: `an action of ${Object.keys(knownActions).join(', ')} in lib/template-checks/iam-actions.ts`,
        remedy: 'Correct the spelling; if the stack is to grant it, add it to the table',
      }));
  });
