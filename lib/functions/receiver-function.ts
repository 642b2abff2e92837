import type { Duration } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  type EnvironmentVariable,
  environmentVariables,
  type FunctionName,
} from '../../lambda/model/environment.ts';
import type { Receiver } from '../../lambda/model/receiver.ts';
import { bundleFunction } from './function-bundle.ts';

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
}

/** A function of the receiver: Node.js 24 on arm64, its own log group, and a role that holds the given statements and nothing else. */
export class ReceiverFunction extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ReceiverFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const policy = new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [...props.statements, ...this.#ownStatements()],
    });
    this.function = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(bundleFunction(props.name, props.receiver).folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      // What CDK would grant on its own is wider: permissions stand in `statements`, and only there.
      role: role.withoutPolicyUpdates(),
      environment: variablesOf(props.environment),
      logGroup: this.logGroup,
      // The functions write one JSON line a request that is also the metric; JSON log format would wrap it.
      loggingFormat: LoggingFormat.TEXT,
      tracing: Tracing.ACTIVE,
    });
    this.function.node.addDependency(policy);
  }

  #ownStatements(): readonly PolicyStatement[] {
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
    ];
  }
}

function variablesOf(values: ReceiverFunctionProps['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      environmentVariables[key as EnvironmentVariable],
      value,
    ]),
  );
}
