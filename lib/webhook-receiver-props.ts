import type { Duration } from 'aws-cdk-lib';
import type { Receiver } from '../lambda/model/receiver.ts';
import type { CallbacksProps } from './callbacks/callbacks-props.ts';
import type { FunctionsProps } from './functions/functions-props.ts';
import type { EdgeProps } from './ingress/edge-props.ts';
import type { ManagedRules, WafProps } from './ingress/web-acl-props.ts';
import type { MonitoringProps } from './monitoring/monitoring-props.ts';
import type { SecretsProps } from './storage/secrets-props.ts';
import type { StorageProps } from './storage/storage-props.ts';

/** What a deployment may choose. Each has a default that a production deployment can start with. */
export interface WebhookReceiverProps {
  /** Sources and handlers to deploy. */
  readonly receiver: Receiver;
  /**
   * Names the deployment: part of the URLs, of the secrets' names and of every metric.
   * @default 'prod'
   */
  readonly stageName?: string;
  /**
   * How the functions run: concurrency, network, boundary, code signing, step-by-step deployments.
   * @default - reserved concurrency of 200 for the ingress and 20 for the worker, no VPC, all requests to a new version at once
   */
  readonly functions?: FunctionsProps;
  /**
   * How records and bodies are kept: for how long, up to which throughput, in which Regions.
   * @default - 90 days, 4,000 units a second, one Region
   */
  readonly storage?: StorageProps;
  /**
   * Who may reach the sources' secrets, and in which Regions.
   * @default - whoever IAM lets read secrets, in one Region
   */
  readonly secrets?: SecretsProps;
  /**
   * Callbacks: what their addresses begin with, and which durable functions may be told of answers.
   * @default - the API's own URL, all durable functions of this account and Region
   */
  readonly callbacks?: CallbacksProps;
  /**
   * Longest that the worker may take for a batch of events; the handlers must be done 5 s earlier. Whole seconds, 15 minutes at most.
   * @default Duration.seconds(60)
   */
  readonly workerTimeout?: Duration;
  /**
   * Where and how fast requests come in: a domain of your own, mutual TLS, the throttle of all sources together.
   * @default - the name that API Gateway generates, 500 requests a second
   */
  readonly edge?: EdgeProps;
  /**
   * What the web ACL in front of the API blocks, counts and slows down.
   * @default - AWS' managed groups count, and 2,000 requests of one address in five minutes are let through
   */
  readonly waf?: WafProps;
  /** Short for `waf.managedRules`, which wins where both are given. */
  readonly managedRules?: ManagedRules;
  /**
   * Creates the role with which API Gateway writes logs, a setting of the whole Region. Needed once in a Region that has none;
   * it replaces one that is there.
   * @default false
   */
  readonly manageApiGatewayAccount?: boolean;
  /**
   * Who hears of alarms, and what else is set up to look at.
   * @default - alarms go to a topic of the receiver's own that nobody is subscribed to; there is a dashboard and no budget
   */
  readonly monitoring?: MonitoringProps;
}
