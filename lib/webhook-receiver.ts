import { Duration, Stack } from 'aws-cdk-lib';
import { type Grant, type IGrantable, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { secretOwners } from '../lambda/model/cdn.ts';
import { ConfigError } from '../lambda/model/errors.ts';
import { acknowledgeFindings } from './acknowledgements.ts';
import { callbackSettings } from './callbacks/callbacks-props.ts';
import {
  callerEnvironmentOf,
  grantMintTo,
  grantTo,
  mintStatements,
  waitStatements,
} from './callbacks/caller-access.ts';
import { MintFunction } from './callbacks/mint-function.ts';
import { DeadLetterFunction } from './dead-letters/dead-letter-function.ts';
import { functionSettings } from './functions/functions-props.ts';
import type { ReceiverFunction } from './functions/receiver-function.ts';
import { ReceiverApi } from './ingress/api.ts';
import { IngressFunction } from './ingress/ingress-function.ts';
import { hasSecretUrl } from './ingress/secret-urls.ts';
import { ReceiverWebAcl } from './ingress/web-acl.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import type { ReceiverParts } from './receiver-parts.ts';
import { workerTimes } from './settings.ts';
import { AuditTable } from './storage/audit-table.ts';
import { BodyBucket } from './storage/body-bucket.ts';
import { DataKey } from './storage/data-key.ts';
import { DestinationSecrets } from './storage/destination-secrets.ts';
import { LogKey } from './storage/log-key.ts';
import { secretsSettings } from './storage/secrets-props.ts';
import { SourceSecrets } from './storage/source-secrets.ts';
import { storageSettings } from './storage/storage-props.ts';
import { SweeperFunction } from './sweeper/sweeper-function.ts';
import type { WebhookReceiverProps } from './webhook-receiver-props.ts';
import { DeliveryQueue } from './worker/delivery-queue.ts';
import { acknowledgeWaiters } from './worker/waiter-statements.ts';
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
  /** Present where a source has callbacks. */
  readonly callbacks?: MintFunction;
  /** Where callbacks are answered, up to the source. */
  readonly callbacksUrl: string;
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
    const { baseUrl } = this.parts.callbacks;
    this.callbacksUrl = `${baseUrl === undefined ? this.edge.url : `${baseUrl}/`}callbacks`;
    this.worker = new WorkerFunction(this, 'Worker', this.parts, this.callbacksUrl);
    this.parts.destinationSecrets.restrictTo(this.worker.role);
    this.deadLetters = new DeadLetterFunction(this, 'DeadLetters', this.parts);
    this.sweeper = new SweeperFunction(this, 'Sweeper', this.parts);
    if (sources.some(({ callbacks }) => callbacks))
      this.callbacks = new MintFunction(this, 'Callbacks', this.parts, this.callbacksUrl);
    this.monitoring = new Monitoring(this, 'Monitoring', { ...props.monitoring, receiver: this });
    new LogKey(this, 'LogKey').encryptLogsOf(this);
    const boundary = props.functions?.permissionsBoundary;
    if (boundary) PermissionsBoundary.of(this).apply(boundary);
    this.#acknowledge();
  }

  /**
   * Lets it mint callbacks, by invoking the function `callbacks`.
   * @throws ConfigError when no source has callbacks.
   */
  grantMint(grantee: IGrantable): Grant {
    return grantMintTo(grantee, this.#mint());
  }

  /**
   * Lets it mint callbacks by itself, with `createCallback` of `sallyport/callbacks`: write callbacks, and no other record.
   * @throws ConfigError when no source has callbacks.
   */
  grantMintDirectly(grantee: IGrantable): Grant {
    this.#mint();
    return grantTo(grantee, mintStatements(this.parts));
  }

  /**
   * Lets it wait for answers to callbacks: read them, and their bodies. No other record of the audit trail.
   * @throws ConfigError when no source has callbacks.
   */
  grantWait(grantee: IGrantable): Grant {
    this.#mint();
    return grantTo(grantee, waitStatements(this.parts));
  }

  /** Environment variables of code that mints callbacks or waits for answers; of this source, where it is one alone. */
  callerEnvironment(source?: string): Record<string, string> {
    return callerEnvironmentOf(this.parts, this.callbacksUrl, source);
  }

  /** All functions that there are. */
  get functions(): readonly ReceiverFunction[] {
    const { ingress, worker, deadLetters, sweeper, callbacks } = this;
    return [ingress, worker, deadLetters, sweeper, ...(callbacks ? [callbacks] : [])];
  }

  #mint(): MintFunction {
    if (this.callbacks !== undefined) return this.callbacks;
    throw new ConfigError(['callbacks: no source has any: write callbacks: true to one']);
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
    const empty = { key: key.key, stageName, choices, storage };
    return {
      stageName,
      receiver,
      retentionDays,
      worker,
      functions,
      callbacks: callbackSettings(this, props.callbacks),
      key,
      auditTable: new AuditTable(this, 'AuditTable', { key: key.key, storage }),
      bodies: new BodyBucket(this, 'Bodies', {
        key: key.key,
        retention: Duration.days(retentionDays),
      }),
      secrets: new SourceSecrets(this, 'Secrets', { ...empty, sources: secretOwners(receiver) }),
      destinationSecrets: new DestinationSecrets(this, 'DestinationSecrets', { ...empty, sources }),
      deliveries: new DeliveryQueue(this, 'Deliveries', {
        key: key.key,
        stageName,
        sources,
        visibilityTimeout: worker.visibility,
      }),
    };
  }

  #acknowledge(): void {
    const { sources } = this.parts.receiver;
    acknowledgeFindings('api', this.edge);
    const logRole = this.edge.node.tryFindChild('LogRole');
    if (logRole) acknowledgeFindings('apiLogRole', logRole);
    acknowledgeFindings('bodies', this.parts.bodies);
    acknowledgeFindings('secrets', this.parts.secrets);
    acknowledgeFindings('destinationSecrets', this.parts.destinationSecrets);
    for (const construct of this.functions) {
      acknowledgeFindings('functions', construct);
      if (!this.parts.functions.vpc) acknowledgeFindings('outsideVpc', construct);
    }
    if (sources.some(hasSecretUrl)) acknowledgeFindings('secretUrls', this.edge);
    if (this.callbacks !== undefined) acknowledgeWaiters(this.worker, this.parts);
    acknowledgeFindings('mappings', this.worker);
    acknowledgeFindings('mappings', this.deadLetters);
    for (const queue of this.parts.deliveries.allDeadLetters)
      acknowledgeFindings('deadLetters', queue);
  }
}
