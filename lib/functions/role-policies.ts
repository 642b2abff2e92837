import { Token } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ConfigError } from '../../lambda/model/errors.ts';

/**
 * A managed policy has at most 6,144 characters without white space, a role at most ten of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11-24)
 */
const maxCharacters = 5600;
/** Most managed policies of a role. */
const maxPolicies = 10;
/** Length of the longest ARN that only AWS knows: a secret whose stage, source and destination have the longest names. */
const arnCharacters = 220;

/**
 * Gives the role exactly these statements, in one managed policy or, with many sources, in as many as their size needs.
 * @throws ConfigError when a role cannot have as many.
 */
export function attachPolicies(
  scope: Construct,
  role: Role,
  statements: readonly PolicyStatement[],
): readonly ManagedPolicy[] {
  const parts = packed(statements);
  if (parts.length > maxPolicies)
    throw new ConfigError([
      `${scope.node.id}: what its role must allow needs ${parts.length} policies, and a role has ${maxPolicies} at most: give some destinations to another receiver, or let them share a bus or topic`,
    ]);
  return parts.map(
    (part, index) =>
      new ManagedPolicy(scope, index === 0 ? 'Policy' : `Policy${index + 1}`, {
        roles: [role],
        statements: part,
      }),
  );
}

/** The statements in as few policies as it takes; one that does not fit into what is left of a policy goes on in the next. */
function packed(statements: readonly PolicyStatement[]): PolicyStatement[][] {
  const policies: PolicyStatement[][] = [[]];
  let left = maxCharacters;
  for (const statement of statements) {
    const frame = frameLength(statement);
    let pending = statement.resources;
    while (pending.length > 0) {
      const fitting = countWithin(pending, left - frame);
      // What fits nowhere stands alone.
      const count = left === maxCharacters ? Math.max(1, fitting) : fitting;
      if (count === 0) {
        policies.push([]);
        left = maxCharacters;
        continue;
      }
      const resources = pending.slice(0, count);
      policies.at(-1)?.push(statement.copy({ resources }));
      left -= frame + lengthOf(resources);
      pending = pending.slice(count);
    }
  }
  return policies;
}

/** How many of the resources, from the first on, have no more characters than these. */
function countWithin(resources: readonly string[], characters: number): number {
  const fits = resources.map((_, at) => lengthOf(resources.slice(0, at + 1)) <= characters);
  const first = fits.indexOf(false);
  return first === -1 ? resources.length : first;
}

/** At least as many characters as the statement will have without its resources. */
const frameLength = (statement: PolicyStatement): number =>
  JSON.stringify({ ...statement.toStatementJson(), Resource: [] }).length + 60;

/**
 * At least as many characters as the resources will have, with their quotation marks and commas; some are known to AWS alone.
 */
const lengthOf = (resources: readonly string[]): number =>
  resources
    .map((resource) => (Token.isUnresolved(resource) ? arnCharacters : resource.length + 3))
    .reduce((sum, length) => sum + length, 0);

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
