import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Receiver } from '../lambda/model/receiver.ts';
import { urlOutputName } from '../lambda/model/url-output.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { DeadLetterFunction } from './dead-letters/dead-letter-function.ts';
import { ReceiverApi } from './ingress/api.ts';
import { IngressFunction } from './ingress/ingress-function.ts';
import { ReceiverWebAcl } from './ingress/web-acl.ts';
import type { ManagedRules } from './ingress/web-acl-rules.ts';
import type { ReceiverParts } from './receiver-parts.ts';
import { workerTimes } from './settings.ts';
import { AuditTable } from './storage/audit-table.ts';
import { BodyBucket } from './storage/body-bucket.ts';
import { DataKey } from './storage/data-key.ts';
import { SourceSecrets } from './storage/source-secrets.ts';
import { SweeperFunction } from './sweeper/sweeper-function.ts';
import { DeliveryQueue } from './worker/delivery-queue.ts';
import { WorkerFunction } from './worker/worker-function.ts';

export interface ReceiverStackProps extends StackProps {
  /** Sources and handlers to deploy. */
  readonly receiver: Receiver;
  /**
   * Names the deployment: part of the URLs, of the secrets' names and of every metric.
   * @default 'prod'
   */
  readonly stageName?: string;
  /**
   * Days for which audit records and bodies are kept. Duplicates are recognised for as long, so it must exceed every provider's retry horizon.
   * @default 90
   */
  readonly retentionDays?: number;
  /**
   * Longest that the worker may take for a batch of events; the handlers must be done 5 s earlier. Whole seconds, 15 minutes at most.
   * @default Duration.seconds(60)
   */
  readonly workerTimeout?: Duration;
  /**
   * Whether AWS' managed WAF groups block or count. Count for a week on real traffic, look at what they matched, then block.
   * @default 'count'
   */
  readonly managedRules?: ManagedRules;
  /**
   * Creates the role with which API Gateway writes logs, a setting of the whole Region. Needed once in a Region that has none;
   * it replaces one that is there.
   * @default false
   */
  readonly manageApiGatewayAccount?: boolean;
}

/** The receiver in one AWS account: request → web ACL → API → ingress → audit trail → queue → worker; the dead-letter function behind it, and the sweeper beside them. */
export class ReceiverStack extends Stack {
  constructor(scope: Construct, id: string, props: ReceiverStackProps) {
    super(scope, id, {
      description: 'Sallyport: receives, records and delivers webhooks and callbacks',
      terminationProtection: true,
      ...props,
    });
    const { receiver, stageName = 'prod', retentionDays = 90 } = props;
    const { sources } = receiver;

    const key = new DataKey(this, 'DataKey');
    const worker = workerTimes(props.workerTimeout ?? Duration.seconds(60));
    const parts: ReceiverParts = {
      stageName,
      receiver,
      retentionDays,
      worker,
      key,
      auditTable: new AuditTable(this, 'AuditTable', key),
      bodies: new BodyBucket(this, 'Bodies', {
        key: key.key,
        retention: Duration.days(retentionDays),
      }),
      secrets: new SourceSecrets(this, 'Secrets', { key: key.key, stageName, sources }),
      deliveries: new DeliveryQueue(this, 'Deliveries', {
        key: key.key,
        stageName,
        sources,
        visibilityTimeout: worker.visibility,
      }),
    };
    const ingress = new IngressFunction(this, 'Ingress', parts);
    const edge = new ReceiverApi(this, 'Edge', {
      stageName,
      sources,
      ingress: ingress.function,
      manageApiGatewayAccount: props.manageApiGatewayAccount ?? false,
    });
    new ReceiverWebAcl(this, 'WebAcl', {
      stageName,
      sources,
      stage: edge.api.deploymentStage,
      managedRules: props.managedRules ?? 'count',
    });
    const behind = [
      new WorkerFunction(this, 'Worker', parts),
      new DeadLetterFunction(this, 'DeadLetters', parts),
      new SweeperFunction(this, 'Sweeper', parts),
    ];
    this.#output(parts, edge.api.url);

    acknowledgeFindings('api', edge);
    acknowledgeFindings('bodies', parts.bodies);
    acknowledgeFindings('secrets', parts.secrets);
    for (const construct of [ingress, ...behind]) acknowledgeFindings('functions', construct);
  }

  /** What the provider and the command line need to know. No values of secrets. */
  #output(parts: ReceiverParts, apiUrl: string): void {
    const outputs: Record<string, string> = {
      AuditTable: parts.auditTable.table.tableName,
      DeliveryQueueUrl: parts.deliveries.queue.queueUrl,
      DeadLetterQueueUrl: parts.deliveries.deadLetters.queueUrl,
      ...(parts.deliveries.orderedDeadLetters && {
        OrderedDeadLetterQueueUrl: parts.deliveries.orderedDeadLetters.queueUrl,
      }),
      BodyBucket: parts.bodies.bucket.bucketName,
      SecretPrefix: parts.secrets.prefix,
      ...Object.fromEntries(
        parts.receiver.sources.map(({ id }) => [urlOutputName(id), `${apiUrl}hooks/${id}`]),
      ),
    };
    for (const [name, value] of Object.entries(outputs)) {
      new CfnOutput(this, `Output${name}`, { value }).overrideLogicalId(name);
    }
  }
}
