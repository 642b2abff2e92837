import { everythingIn, type Template } from './template.ts';
import type { Problem } from './template-check.ts';

const resolved = /\{\{resolve:(?:secretsmanager|ssm-secure):/;

/**
 * Values of secrets that the deployment would write into a resource: whoever may read the resource, its history or the change set then knows them.
 * Our functions read secrets themselves. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html (2026-11-24)
 */
export const resolvedSecrets = (template: Template): readonly Problem[] =>
  [...everythingIn(template)].flatMap(({ path, value }) => {
    if (typeof value !== 'string' || !resolved.test(value)) return [];
    const [section, id, ...inside] = path;
    const isResource = section === 'Resources' && id !== undefined;
    return [
      {
        ...(isResource ? { logicalId: id } : {}),
        property: (isResource ? inside : path).join('.'),
        what: 'the value of a secret would be written into the template',
        found: value.replace(/(resolve:[a-z-]+:).*/, '$1…'),
        expected: 'the name or ARN of the secret',
        remedy: 'Give the function permission to read the secret, and read it at run time',
      },
    ];
  });
