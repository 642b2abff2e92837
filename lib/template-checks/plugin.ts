import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { templateChecks } from './all.ts';
import { type Finding, findingsIn } from './template-check.ts';

type Stack = IPolicyValidationContext['stackTemplates'][number];

/**
 * Runs our checks at every synthesis, which fails on a finding. A finding that is accepted is acknowledged on its construct by the id
 * `Sallyport::<rule>`.
 * https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html (2026-11-24)
 */
export class TemplateChecks implements IPolicyValidationPlugin {
  readonly name = 'Sallyport';
  readonly ruleIds = templateChecks.map(({ rule }) => rule);

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap((stack) => {
      const template = JSON.parse(readFileSync(stack.templatePath, 'utf8'));
      return findingsIn(template, templateChecks).map((finding) => violationOf(finding, stack));
    });
    return { success: violations.length === 0, violations };
  }
}

const violationOf = (
  { rule, logicalId, property, message, source }: Finding,
  { stackConstructPath, templatePath }: Stack,
): PolicyViolation => ({
  ruleName: rule,
  description: message,
  fix: source,
  severity: 'error',
  violatingResources: [
    {
      // A construct path is for what is no resource; CDK finds that of a resource itself.
      ...(logicalId === undefined
        ? { constructPath: stackConstructPath }
        : { resourceLogicalId: logicalId }),
      templatePath,
      locations: [property],
    },
  ],
});
