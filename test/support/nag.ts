import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { type NagPack, pluginsOf } from '../../lib/nag.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

/** `rule construct` for each finding of the packs in the synthesised app. */
export async function nagFindings(app: App, packs: readonly NagPack[]): Promise<readonly string[]> {
  Validations.of(app).addPlugins(...(await pluginsOf(app, packs)));
  try {
    app.synth();
    return [];
  } catch {
    const report: Report = JSON.parse(
      readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'),
    );
    return report.pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
    );
  }
}
