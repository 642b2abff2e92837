import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledgeFindings, acknowledgeWildcard } from '../acknowledgements.ts';
import type { ReceiverParts } from '../receiver-parts.ts';

/**
 * Lets the worker tell workflows of answers. A task of Step Functions is known by its token alone: IAM has no resource for it. A durable
 * function's wait belongs to one execution, whose ARN begins with the function's.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_stepfunctions.html
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html (2026-11-24)
 */
export const waiterStatements = ({ callbacks }: ReceiverParts): readonly PolicyStatement[] => [
  new PolicyStatement({
    actions: ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
    resources: ['*'],
  }),
  ...(callbacks.durableFunctionArns.length === 0
    ? []
    : [
        new PolicyStatement({
          actions: [
            'lambda:SendDurableExecutionCallbackSuccess',
            'lambda:SendDurableExecutionCallbackFailure',
            'lambda:SendDurableExecutionCallbackHeartbeat',
          ],
          resources: callbacks.durableFunctionArns.map(executionsOf),
        }),
      ]),
];

/** All executions of a durable function, in each of its versions. */
const executionsOf = (functionArn: string): string => `${functionArn}:*/durable-execution/*`;

/** Accepts what these statements cannot say more exactly. */
export function acknowledgeWaiters(worker: IConstruct, { callbacks }: ReceiverParts): void {
  acknowledgeFindings('waiters', worker);
  for (const arn of callbacks.durableFunctionArns) {
    const reason = 'which execution waits is known at run time alone';
    acknowledgeWildcard(worker, executionsOf(arn), reason);
  }
}
