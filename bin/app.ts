import { App } from 'aws-cdk-lib';
import { checkHandlers } from '../lambda/config/check-handlers.ts';
import { listHandlers } from '../lambda/config/list-handlers.ts';
import { loadConfig } from '../lambda/config/load-config.ts';
import { presets } from '../lambda/config/preset-index.ts';
import { ConfigError } from '../lambda/model/errors.ts';
import { managedRulesOf, stageNameOf } from '../lib/context.ts';
import { ReceiverStack } from '../lib/receiver-stack.ts';

/*
 * CDK entry point: configuration → stack `sallyport-<stage>`. Context values: config, stage, managedRules, manageApiGatewayAccount.
 */
const app = new App();
try {
  const receiver = {
    sources: await loadConfig(app.node.tryGetContext('config') ?? 'receiver.config.ts', presets),
    handlers: listHandlers(),
  };
  await checkHandlers(receiver);
  const stageName = stageNameOf(app);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  new ReceiverStack(app, `sallyport-${stageName}`, {
    // The table's encryption needs a named Region; the CDK command line takes it from the profile.
    env: { ...(account && { account }), ...(region && { region }) },
    receiver,
    stageName,
    managedRules: managedRulesOf(app),
    manageApiGatewayAccount: app.node.tryGetContext('manageApiGatewayAccount') === 'true',
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const problem of error.problems) process.stderr.write(`sallyport: ${problem}\n`);
  process.exit(2);
}
