import { Duration, Stack } from 'aws-cdk-lib';
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { secretOwners } from '../lambda/model/cdn.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { DeadLetterFunction } from './dead-letters/dead-letter-function.ts';
import { functionSettings } from './functions/functions-props.ts';
import { ReceiverApi } from './ingress/api.ts';
import { IngressFunction } from './ingress/ingress-function.ts';
import { ReceiverWebAcl } from './ingress/web-acl.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import type { ReceiverParts } from './receiver-parts.ts';
import { workerTimes } from './settings.ts';
import { AuditTable } from './storage/audit-table.ts';
import { BodyBucket } from './storage/body-bucket.ts';
import { DataKey } from './storage/data-key.ts';
import { LogKey } from './storage/log-key.ts';
import { secretsSettings } from './storage/secrets-props.ts';
import { SourceSecrets } from './storage/source-secrets.ts';
import { storageSettings } from './storage/storage-props.ts';
import { SweeperFunction } from './sweeper/sweeper-function.ts';
import type { WebhookReceiverProps } from './webhook-receiver-props.ts';
import { DeliveryQueue } from './worker/delivery-queue.ts';
import { WorkerFunction } from './worker/worker-function.ts';

/**
 * The receiver as a construct for any stack: request → web ACL → API → ingress → audit trail → queue → worker; the dead-letter function behind
 * it, and the sweeper beside them. Its parts are there to be reached: what a property does not offer can be changed on them.
 */
export class WebhookReceiver extends Construct {
  readonly parts: ReceiverParts;
  readonly ingress: IngressFunction;
  readonly edge: ReceiverApi;
  readonly webAcl: ReceiverWebAcl;
  readonly worker: WorkerFunction;
  readonly deadLetters: DeadLetterFunction;
  readonly sweeper: SweeperFunction;
  readonly monitoring: Monitoring;

  constructor(scope: Construct, id: string, props: WebhookReceiverProps) {
    super(scope, id);
    const { stageName = 'prod' } = props;
    const { sources } = props.receiver;
    this.parts = this.#storageOf(props);
    this.ingress = new IngressFunction(this, 'Ingress', this.parts);
    this.parts.secrets.restrictTo(this.ingress.role);
    this.edge = new ReceiverApi(this, 'Edge', {
      stageName,
      sources,
      // The library's own types disagree on what an absent role is.
      ingress: this.ingress.live as IFunction,
      manageApiGatewayAccount: props.manageApiGatewayAccount ?? false,
      ...(props.edge && { edge: props.edge }),
    });
    this.webAcl = new ReceiverWebAcl(this, 'WebAcl', {
      stageName,
      sources,
      stage: this.edge.api.deploymentStage,
      ...(props.receiver.cdn && { cdn: props.receiver.cdn }),
      waf: { ...(props.managedRules && { managedRules: props.managedRules }), ...props.waf },
    });
    this.worker = new WorkerFunction(this, 'Worker', this.parts);
    this.deadLetters = new DeadLetterFunction(this, 'DeadLetters', this.parts);
    this.sweeper = new SweeperFunction(this, 'Sweeper', this.parts);
    this.monitoring = new Monitoring(this, 'Monitoring', { ...props.monitoring, receiver: this });
    new LogKey(this, 'LogKey').encryptLogsOf(this);
    const boundary = props.functions?.permissionsBoundary;
    if (boundary) PermissionsBoundary.of(this).apply(boundary);
    this.#acknowledge();
  }

  /** What holds data: its construct ids must never change, or the resources would be replaced. */
  #storageOf(props: WebhookReceiverProps): ReceiverParts {
    const { receiver, stageName = 'prod' } = props;
    const { region } = Stack.of(this);
    const functions = functionSettings(props.functions);
    const storage = storageSettings(props.storage, region);
    const choices = secretsSettings(props.secrets, storage, region);
    const { retentionDays } = storage;
    const { sources } = receiver;
    const worker = workerTimes(props.workerTimeout ?? Duration.seconds(60));
    const key = new DataKey(this, 'DataKey', storage.replicaKeyArn);
    return {
      stageName,
      receiver,
      retentionDays,
      worker,
      functions,
      key,
      auditTable: new AuditTable(this, 'AuditTable', { key: key.key, storage }),
      bodies: new BodyBucket(this, 'Bodies', {
        key: key.key,
        retention: Duration.days(retentionDays),
      }),
      secrets: new SourceSecrets(this, 'Secrets', {
        key: key.key,
        stageName,
        sources: secretOwners(receiver),
        choices,
        storage,
      }),
      deliveries: new DeliveryQueue(this, 'Deliveries', {
        key: key.key,
        stageName,
        sources,
        visibilityTimeout: worker.visibility,
      }),
    };
  }

  #acknowledge(): void {
    acknowledgeFindings('api', this.edge);
    const logRole = this.edge.node.tryFindChild('LogRole');
    if (logRole) acknowledgeFindings('apiLogRole', logRole);
    acknowledgeFindings('bodies', this.parts.bodies);
    acknowledgeFindings('secrets', this.parts.secrets);
    for (const construct of [this.ingress, this.worker, this.deadLetters, this.sweeper]) {
      acknowledgeFindings('functions', construct);
      if (!this.parts.functions.vpc) acknowledgeFindings('outsideVpc', construct);
    }
    acknowledgeFindings('mappings', this.worker);
    acknowledgeFindings('mappings', this.deadLetters);
    for (const queue of this.parts.deliveries.allDeadLetters)
      acknowledgeFindings('deadLetters', queue);
  }
}
