import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DestinationTarget } from '../../lambda/model/destination.ts';
import type { Source } from '../../lambda/model/source.ts';

/** Addresses need no permission of AWS. */
type AwsTarget = Exclude<DestinationTarget, { readonly kind: 'https' }>;

/** What sending to each kind of destination asks for. */
const actions: Readonly<Record<AwsTarget['kind'], string>> = {
  eventbridge: 'events:PutEvents',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  'step-functions': 'states:StartExecution',
  lambda: 'lambda:InvokeFunction',
};

function arnOf(target: AwsTarget): string {
  switch (target.kind) {
    case 'eventbridge':
      return target.busArn;
    case 'sqs':
      return target.queueArn;
    case 'sns':
      return target.topicArn;
    case 'step-functions':
      return target.stateMachineArn;
    // A function is named in the policy as it is called: with its version or alias, or without.
    case 'lambda':
      return target.functionArn;
  }
}

/** Lets the worker send to the destinations of these sources: to each by its one action, and to nothing beside. */
export function destinationStatements(sources: readonly Source[]): readonly PolicyStatement[] {
  const all: readonly DestinationTarget[] = sources.flatMap(
    ({ destinations = [] }) => destinations,
  );
  const targets = all.filter(isAws);
  return [...Map.groupBy(targets, ({ kind }) => kind)].flatMap(([kind, group]) => {
    const resources = [...new Set(group.map(arnOf))];
    return kind === 'step-functions'
      ? startingExecutions(resources)
      : [new PolicyStatement({ actions: [actions[kind]], resources })];
  });
}

const isAws = (target: DestinationTarget): target is AwsTarget => target.kind !== 'https';

/** Parts of a state machine's ARN, without those of a version or an alias behind it. */
const machineParts = 7;

/**
 * IAM knows a state machine by its own ARN alone; a version or an alias of it is a condition.
 * https://docs.aws.amazon.com/step-functions/latest/dg/auth-version-alias.html (2026-11-24)
 */
function startingExecutions(arns: readonly string[]): readonly PolicyStatement[] {
  const byQualifier = Map.groupBy(arns, (arn) => arn.split(':')[machineParts]);
  return [...byQualifier].map(
    ([qualifier, qualified]) =>
      new PolicyStatement({
        actions: [actions['step-functions']],
        resources: qualified.map((arn) => arn.split(':').slice(0, machineParts).join(':')),
        ...(qualifier !== undefined && {
          conditions: {
            'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': [qualifier] },
          },
        }),
      }),
  );
}
