import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routeBaseOf } from '../lambda/model/source.ts';
import { urlOutputName } from '../lambda/model/url-output.ts';
import { type DomainContext, domainIn } from './domain-context.ts';
import { WebhookReceiver } from './webhook-receiver.ts';
import type { WebhookReceiverProps } from './webhook-receiver-props.ts';

export interface ReceiverStackProps extends StackProps, WebhookReceiverProps {
  /** `edge.domain` in plain values; its certificate and zone are imported. */
  readonly domain?: DomainContext;
}

/** A stack with one receiver, and the outputs that the command line reads. */
export class ReceiverStack extends Stack {
  readonly receiver: WebhookReceiver;

  constructor(scope: Construct, id: string, props: ReceiverStackProps) {
    super(scope, id, {
      description: 'Sallyport: receives, records and delivers webhooks and callbacks',
      terminationProtection: true,
      ...props,
    });
    // CDK leaves this id out of logical ids.
    const edge = { ...props.edge, ...(props.domain && { domain: domainIn(this, props.domain) }) };
    this.receiver = new WebhookReceiver(this, 'Default', { ...props, edge });
    this.#output(this.receiver);
  }

  /** What the provider and the command line need to know. No values of secrets. */
  #output({ parts, edge, worker, callbacks, callbacksUrl, monitoring }: WebhookReceiver): void {
    const { deliveries, receiver } = parts;
    const hasTenants = receiver.sources.some(({ tenants }) => tenants !== undefined);
    const hasDestinations = receiver.sources.some(
      ({ destinations = [] }) => destinations.length > 0,
    );
    const outputs: Record<string, string> = {
      AuditTable: parts.auditTable.table.tableName,
      DeliveryQueueUrl: deliveries.queue.queueUrl,
      DeadLetterQueueUrl: deliveries.deadLetters.queueUrl,
      ...(deliveries.orderedDeadLetters && {
        OrderedDeadLetterQueueUrl: deliveries.orderedDeadLetters.queueUrl,
      }),
      BodyBucket: parts.bodies.bucket.bucketName,
      SecretPrefix: parts.secrets.prefix,
      ...(hasTenants && { SecretKeyArn: parts.key.key.keyArn }),
      // The policies of destinations in other accounts, and of encrypted ones, name the role.
      ...(hasDestinations && { WorkerRoleArn: worker.role.roleArn }),
      ...(callbacks && { CallbacksFunction: callbacks.function.functionName }),
      ...(edge.domain && { DomainTarget: edge.domain.domainName.domainNameAliasDomainName }),
      AlarmTopicArn: monitoring.topic.topicArn,
      ...(monitoring.dashboard && { DashboardName: monitoring.dashboard.dashboardName }),
      ...Object.fromEntries(
        receiver.sources.map((source) => [
          urlOutputName(source.id),
          source.callbacks
            ? `${callbacksUrl}/${source.id}`
            : `${edge.url}${routeBaseOf(source).slice(1)}`,
        ]),
      ),
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, `Output${name}`, { value }).overrideLogicalId(name);
    }
  }
}
