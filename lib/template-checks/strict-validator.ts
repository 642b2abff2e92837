import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';

/**
 * CloudFormation's offline validator, its warnings being errors: a rate window or a log retention that does not exist and a runtime that is gone are
 * warnings to it, and a deployment fails on each. `cdk synth --strict` refuses warnings, `cdk deploy` alone does not. Takes the place of the validator
 * that CDK adds by itself. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-validate.html (2026-11-24)
 */
export class StrictValidator extends CloudFormationValidatePlugin {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    const violations = report.violations.map((violation) =>
      violation.severity === 'warning' ? { ...violation, severity: 'error' } : violation,
    );
    return {
      ...report,
      violations,
      success: violations.every(({ severity }) => severity !== 'error'),
    };
  }
}
