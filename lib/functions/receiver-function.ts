import { rmSync } from 'node:fs';
import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  Code,
  type FunctionOptions,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import {
  type EnvironmentVariable,
  environmentVariables,
  type FunctionName,
} from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { bundleFunction } from './function-bundle.ts';
import type { FunctionSettings, VpcPlacement } from './functions-props.ts';
import { attachPolicies, networkStatements } from './role-policies.ts';

export interface ReceiverFunctionProps {
  readonly name: FunctionName;
  /** Sources and handlers that are packed beside the code. */
  readonly receiver: Receiver;
  /** Values of exactly the variables that the function reads. */
  readonly environment: Readonly<Partial<Record<EnvironmentVariable, string>>>;
  /** All that the function may do, beyond writing its own log and traces. */
  readonly statements: readonly PolicyStatement[];
  /** Lambda ends an invocation after this time. */
  readonly timeout: Duration;
  /** MiB; CPU comes in proportion. */
  readonly memoryMb: number;
  /** Most invocations at a time; reserved, unless the deployment reserves nothing. */
  readonly concurrency: number;
  readonly settings: FunctionSettings;
}

/** A function of the receiver: Node.js 24 on arm64, its own log group, and a role that holds the given statements and nothing else. */
export class ReceiverFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ReceiverFunctionProps) {
    super(scope, id);
    const { settings } = props;
    this.logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const statements = [...props.statements, ...this.#ownStatements(settings)];
    const policies = attachPolicies(this, this.role, statements);
    const { folder } = bundleFunction(props.name, props.receiver);
    this.function = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      // What CDK would grant on its own is wider: permissions stand in `statements`, and only there.
      role: this.role.withoutPolicyUpdates(),
      environment: variablesOf(props.environment),
      logGroup: this.logGroup,
      // The functions write one JSON line a request that is also the metric; JSON log format would wrap it.
      loggingFormat: LoggingFormat.TEXT,
      tracing: Tracing.ACTIVE,
      // A roll-back needs the version that was live before.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(settings.reserveConcurrency && { reservedConcurrentExecutions: props.concurrency }),
      ...(settings.codeSigning && { codeSigningConfig: settings.codeSigning }),
      ...(settings.vpc && this.#placedIn(settings.vpc)),
    });
    // The assembly has its copy by now, unless `--no-staging` makes it point at this folder.
    if (!this.node.tryGetContext(DISABLE_ASSET_STAGING_CONTEXT))
      rmSync(folder, { recursive: true });
    this.function.node.addDependency(...policies);
  }

  #ownStatements({ vpc }: FunctionSettings): readonly PolicyStatement[] {
    const functionsArn = Stack.of(this).formatArn({ service: 'lambda', resource: 'function:*' });
    return [
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
      // X-Ray has no resource-level permissions.
      new PolicyStatement({
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
      ...(vpc ? networkStatements(functionsArn) : []),
    ];
  }

  #placedIn({ vpc, subnets, securityGroups }: VpcPlacement): FunctionOptions {
    return {
      vpc,
      ...(subnets && { vpcSubnets: subnets }),
      securityGroups: [...(securityGroups ?? [this.#ownSecurityGroup(vpc)])],
    };
  }

  #ownSecurityGroup(vpc: VpcPlacement['vpc']): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Sallyport: ${this.node.id} function`,
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS services and published keys');
    return group;
  }
}

/**
 * The alias through which a function is called: a deployment moves it to the new version, a roll-back to an earlier one, and neither touches
 * who calls it.
 */
export function liveAlias({ function: live }: ReceiverFunction, warm = 0): Alias {
  return new Alias(live, 'Live', {
    aliasName: 'live',
    // The library's own types disagree on what an absent role is.
    version: live.currentVersion as IVersion,
    ...(warm > 0 && { provisionedConcurrentExecutions: warm }),
  });
}

function variablesOf(values: ReceiverFunctionProps['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      environmentVariables[key as EnvironmentVariable],
      value,
    ]),
  );
}
