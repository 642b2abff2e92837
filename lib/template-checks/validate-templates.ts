import { type App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { TemplateChecks } from './plugin.ts';
import { StrictValidator } from './strict-validator.ts';

/** Makes every synthesis of the app, that of `cdk deploy` too, fail on what the built-in validator or our own checks find in its templates. */
export function validateTemplates(app: App): void {
  // CDK's class says `string | undefined` where its interface says `string?`, which exactOptionalPropertyTypes tells apart.
  const validator = new StrictValidator() as IPolicyValidationPlugin;
  Validations.of(app).addPlugins(validator, new TemplateChecks());
}
