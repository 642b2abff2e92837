import { App } from 'aws-cdk-lib';
import { checkHandlers } from '../lambda/config/check-handlers.ts';
import { listHandlers } from '../lambda/config/list-handlers.ts';
import { loadReceiver } from '../lambda/config/load-config.ts';
import { presets } from '../lambda/config/preset-index.ts';
import { ConfigError } from '../lambda/model/errors.ts';
import { managedRulesOf, stageNameOf } from '../lib/context.ts';
import { deploymentChoicesOf } from '../lib/deployment-context.ts';
import { domainOf } from '../lib/domain-context.ts';
import { addNagPacks } from '../lib/nag.ts';
import { ReceiverStack } from '../lib/receiver-stack.ts';
import { validateTemplates } from '../lib/template-checks/validate-templates.ts';

/*
 * CDK entry point: configuration → stack `sallyport-<stage>`. Context values: config, stage, managedRules, manageApiGatewayAccount; domain,
 * hostedZoneId, hostedZoneName, certificateArn, truststore; canary, provisionedConcurrency, reserveConcurrency; replicaRegions, replicaKeyArns,
 * auditTableName, replicaKeyArn, standby; alarmEmails; callbacksBaseUrl, durableFunctionArns; nag.
 */
const app = new App();
validateTemplates(app);
try {
  const receiver = {
    ...(await loadReceiver(app.node.tryGetContext('config') ?? 'receiver.config.ts', presets)),
    handlers: listHandlers(),
  };
  await checkHandlers(receiver);
  const stageName = stageNameOf(app);
  const domain = domainOf(app);
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  await addNagPacks(app);
  new ReceiverStack(app, `sallyport-${stageName}`, {
    // The table's encryption needs a named Region; the CDK command line takes it from the profile.
    env: { ...(account && { account }), ...(region && { region }) },
    receiver,
    stageName,
    ...deploymentChoicesOf(app),
    managedRules: managedRulesOf(app),
    ...(domain && { domain }),
    manageApiGatewayAccount: app.node.tryGetContext('manageApiGatewayAccount') === 'true',
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const problem of error.problems) process.stderr.write(`sallyport: ${problem}\n`);
  process.exit(2);
}
