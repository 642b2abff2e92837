import { type App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { ConfigError } from '../lambda/model/errors.ts';

/** Rule packs of cdk-nag, by the name that `-c nag=` takes. PCI is version 3.2.1 of the standard: it says nothing about version 4. */
const packs = {
  aws: 'AwsSolutionsChecks',
  serverless: 'ServerlessChecks',
  nist5: 'NIST80053R5Checks',
  pci: 'PCIDSS321Checks',
  hipaa: 'HIPAASecurityChecks',
} as const;

export type NagPack = keyof typeof packs;

export const nagPacks = Object.keys(packs) as readonly NagPack[];

/**
 * Checks the app against the packs that `-c nag=aws,serverless,nist5,pci,hipaa` names, none unless given. A finding stops the synthesis.
 * @throws ConfigError when a name is none of these.
 */
export async function addNagPacks(app: App): Promise<void> {
  const given: unknown = app.node.tryGetContext('nag');
  if (given === undefined) return;
  const names = String(given).split(',');
  if (!names.every(isPack)) {
    throw new ConfigError([
      `context nag: "${given}" is refused: use ${nagPacks.join(', ')}, with commas between`,
    ]);
  }
  Validations.of(app).addPlugins(...(await pluginsOf(app, names)));
}

/** The packs; cdk-nag is loaded for those who ask for it. */
export async function pluginsOf(
  app: App,
  names: readonly NagPack[],
): Promise<readonly IPolicyValidationPlugin[]> {
  const nag = await import('cdk-nag');
  return names.map((name) => new nag[packs[name]](app));
}

const isPack = (name: string): name is NagPack => Object.hasOwn(packs, name);
