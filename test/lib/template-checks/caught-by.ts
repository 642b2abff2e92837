import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CloudFormationValidatePlugin } from 'aws-cdk-lib';
import { templateChecks } from '../../../lib/template-checks/all.ts';
import type { Template } from '../../../lib/template-checks/template.ts';
import { findingsIn } from '../../../lib/template-checks/template-check.ts';

/** Rules that a template breaks. */
export interface Caught {
  /** Of the validator that CDK runs at every synthesis. */
  readonly builtIn: readonly string[];
  /** Of ours. */
  readonly own: readonly string[];
}

const account = { accountId: '111122223333', region: 'eu-west-1' };

/** Rules of the built-in validator that each of the templates breaks. One run for all: starting its engine takes longer than a validation. */
function builtInRules(templates: readonly Template[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-templates-'));
  const stackTemplates = templates.map((template, index) => {
    const templatePath = join(folder, `${index}.template.json`);
    writeFileSync(templatePath, JSON.stringify(template));
    return { stackConstructPath: `stack-${index}`, templatePath, ...account };
  });
  const { violations } = new CloudFormationValidatePlugin().validate({
    templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
    stackTemplates,
    appConstruct: new App(),
  });
  return stackTemplates.map(({ templatePath }) => {
    const broken = violations.filter(({ violatingResources }) =>
      violatingResources.some((resource) => resource.templatePath === templatePath),
    );
    return [...new Set(broken.map(({ ruleName, severity }) => `${severity} ${ruleName}`))].sort();
  });
}

/** Who reports each of the templates, and by which rules. */
export function caughtBy(templates: readonly Template[]): readonly Caught[] {
  return builtInRules(templates).map((builtIn, index) => {
    const findings = findingsIn(templates[index] ?? {}, templateChecks);
    return { builtIn, own: [...new Set(findings.map(({ rule }) => rule))] };
  });
}
