import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { ICodeSigningConfig } from 'aws-cdk-lib/aws-lambda';
import { ConfigError } from '../../lambda/model/errors.ts';
import { wholeNumberProblems } from '../whole-number.ts';

/** Where the functions get their network interfaces. */
export interface VpcPlacement {
  readonly vpc: IVpc;
  /**
   * Two or more, in different zones.
   * @default the VPC's private subnets
   */
  readonly subnets?: SubnetSelection;
  /**
   * Groups of all functions.
   * @default a group for each function that lets nothing in, and out only TCP 443 over IPv4
   */
  readonly securityGroups?: readonly ISecurityGroup[];
}

/** How the functions run. Each property has a default that a production deployment can start with. */
export interface FunctionsProps {
  /**
   * Requests that are handled at a time; reserved, so that nothing else in the account can use it up, and a bound on cost.
   * API Gateway answers 503 beyond it and senders come again. A request takes about 0.1 s: 200 are some 2,000 requests a second.
   * @default 200
   */
  readonly ingressConcurrency?: number;
  /**
   * Batches of the common queue that are handled at a time: protects what the handlers call. Events beyond it wait in the queue.
   * A source with a queue of its own has its own limit. 2 to 1,000.
   * @default 20
   */
  readonly workerConcurrency?: number;
  /**
   * Whether each function has its concurrency reserved. Needs an account limit that exceeds the sum by 100; a new account may have a lower one.
   * Without it any function of the account can leave the ingress without capacity, and the worker can.
   * @default true
   */
  readonly reserveConcurrency?: boolean;
  /**
   * Execution environments of the ingress that are kept warm, so that no request waits for a start. Paid by the hour, used or not.
   * @default 0
   */
  readonly provisionedConcurrency?: number;
  /**
   * Puts all functions into a VPC. It must lead to DynamoDB, S3, SQS and Secrets Manager (see docs/deployment.md), or every request is answered
   * 503.
   * @default the functions are in no VPC
   */
  readonly vpc?: VpcPlacement;
  /**
   * Bounds every role that the receiver creates. Must allow what docs/deployment.md lists, or what it leaves out fails at run time.
   * @default no boundary
   */
  readonly permissionsBoundary?: IManagedPolicy;
  /**
   * Lambda checks that the code was signed by these profiles. `cdk deploy` uploads unsigned code: see docs/deployment.md.
   * @default no signature is asked for
   */
  readonly codeSigning?: ICodeSigningConfig;
  /**
   * New ingress versions get 10 % of the requests for five minutes, and are taken back when their errors raise an alarm. Makes each deployment
   * five minutes longer.
   * @default false: all requests at once
   */
  readonly canary?: boolean;
  /**
   * The sweeper does not run. For the stack of a second Region while the first is alive: two sweepers over copies of one table would hand an
   * event to the workers of both. See docs/multi-region.md.
   * @default false
   */
  readonly isStandby?: boolean;
}

/** What the functions are given: choices and defaults. */
export type FunctionSettings = FunctionsProps &
  Required<Pick<FunctionsProps, 'ingressConcurrency' | 'workerConcurrency' | 'reserveConcurrency'>>;

/**
 * The choices with their defaults.
 * @throws ConfigError with one line for each number that is refused.
 */
export function functionSettings(props: FunctionsProps = {}): FunctionSettings {
  const chosen = {
    ...props,
    ingressConcurrency: props.ingressConcurrency ?? 200,
    workerConcurrency: props.workerConcurrency ?? 20,
    reserveConcurrency: props.reserveConcurrency ?? true,
  };
  const { ingressConcurrency, workerConcurrency, provisionedConcurrency = 0 } = chosen;
  const most = chosen.reserveConcurrency ? ingressConcurrency : 1000;
  const problems = [
    ...wholeNumberProblems('functions.ingressConcurrency', ingressConcurrency, 1, 10_000),
    ...wholeNumberProblems('functions.workerConcurrency', workerConcurrency, 2, 1000),
    ...wholeNumberProblems('functions.provisionedConcurrency', provisionedConcurrency, 0, most),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return chosen;
}
