import { at, objectOf, resourcesOf, type Template, textOf } from './template.ts';
import type { Problem } from './template-check.ts';

const largestEnvironment = 4096;

/**
 * Functions whose environment is larger than Lambda takes. What only the deployment knows counts as nothing, so an environment just below the limit may
 * still be refused. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11-24)
 */
export const largeEnvironments = (template: Template): readonly Problem[] =>
  resourcesOf(template, 'AWS::Lambda::Function').flatMap(({ id, properties }) => {
    const variables = Object.entries(objectOf(at(properties, 'Environment', 'Variables')));
    const bytes = variables
      .map(([name, value]) => Buffer.byteLength(name + (textOf(value) ?? '')))
      .reduce((sum, size) => sum + size, 0);
    if (bytes <= largestEnvironment) return [];
    return [
      {
        logicalId: id,
        property: 'Properties.Environment.Variables',
        what: 'names and values of the environment are too large together',
        found: `${bytes} bytes`,
        expected: `${largestEnvironment} bytes at most`,
        remedy: 'Pack the data beside the code, or keep it in a table or bucket',
      },
    ];
  });
