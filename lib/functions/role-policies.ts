import { Effect, ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A managed policy has at most 6,144 characters without white space, a role at most ten of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11-24)
 */
const maxCharacters = 5600;
/** Length of the longest ARN that a policy names: a secret whose stage and source have the longest names. */
const arnCharacters = 165;
const resourcesAtATime = 20;

/** Gives the role exactly these statements, in one managed policy or, with many sources, in as many as their size needs. */
export function attachPolicies(
  scope: Construct,
  role: Role,
  statements: readonly PolicyStatement[],
): readonly ManagedPolicy[] {
  return packed(statements.flatMap(divided)).map(
    (part, index) =>
      new ManagedPolicy(scope, index === 0 ? 'Policy' : `Policy${index + 1}`, {
        roles: [role],
        statements: part,
      }),
  );
}

/** The same permissions in statements of few resources. */
function divided(statement: PolicyStatement): readonly PolicyStatement[] {
  const { resources } = statement;
  const parts = Math.max(1, Math.ceil(resources.length / resourcesAtATime));
  return Array.from({ length: parts }, (_, part) =>
    statement.copy({
      resources: resources.slice(part * resourcesAtATime, (part + 1) * resourcesAtATime),
    }),
  );
}

function packed(statements: readonly PolicyStatement[]): PolicyStatement[][] {
  const policies: PolicyStatement[][] = [];
  let left = 0;
  for (const statement of statements) {
    const size = sizeOf(statement);
    if (size > left || policies.length === 0) {
      policies.push([]);
      left = maxCharacters;
    }
    policies.at(-1)?.push(statement);
    left -= size;
  }
  return policies;
}

/** At least as many characters as the statement will have; its ARNs are known to AWS alone. */
function sizeOf(statement: PolicyStatement): number {
  const frame = JSON.stringify({ ...statement.toStatementJson(), Resource: [] });
  return frame.length + 60 + statement.resources.length * arnCharacters;
}

/**
 * What Lambda needs of the function's role to make and remove its network interfaces, and the denial of the same to the function's own code.
 * None of these calls can be bound to one interface: Lambda asks for all resources.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions (2026-11-24)
 */
export function networkStatements(functionsArn: string): readonly PolicyStatement[] {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': functionsArn } },
    }),
  ];
}
