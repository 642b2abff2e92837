import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

type Statement = CfnWebACL.RuleProperty['statement'];

/**
 * THE table of capacity units, as AWS publishes them.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-string-match.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html (2026-11-24)
 */
const units = {
  ipSet: 1,
  geo: 1,
  stringAtAnEnd: 2,
  stringAnywhere: 10,
  regex: 3,
  textTransformation: 10,
  rate: 2,
  groups: {
    AWSManagedRulesAntiDDoSRuleSet: 50,
    AWSManagedRulesAmazonIpReputationList: 25,
    AWSManagedRulesKnownBadInputsRuleSet: 200,
    AWSManagedRulesCommonRuleSet: 700,
  } as Readonly<Record<string, number>>,
} as const;

/** A managed group that the table does not know counts as the largest that AWS has. */
const unknownGroup = 700;

/**
 * Capacity units that a statement needs, counted without AWS' optimisations (equal text transformations are done once), so never too few.
 * `aws wafv2 check-capacity` has the exact number.
 */
export function capacityOf(statement: Statement): number {
  return (
    ownCapacity(statement) + partsOf(statement).reduce((sum, part) => sum + capacityOf(part), 0)
  );
}

function ownCapacity(statement: Statement): number {
  const { byteMatchStatement: bytes, regexMatchStatement: regex } = plain(statement);
  const { managedRuleGroupStatement: group, ...others } = plain(statement);
  if (bytes !== undefined) {
    const anywhere = bytes.positionalConstraint.startsWith('CONTAINS');
    return (anywhere ? units.stringAnywhere : units.stringAtAnEnd) + transformations(bytes);
  }
  if (regex !== undefined) return units.regex + transformations(regex);
  if (group !== undefined) return units.groups[group.name] ?? unknownGroup;
  if (others.ipSetReferenceStatement !== undefined) return units.ipSet;
  if (others.geoMatchStatement !== undefined) return units.geo;
  return others.rateBasedStatement === undefined ? 0 : units.rate;
}

function partsOf(statement: Statement): readonly Statement[] {
  const { andStatement, orStatement, notStatement } = plain(statement);
  const { rateBasedStatement } = plain(statement);
  return [
    ...(andStatement?.statements ?? []),
    ...(orStatement?.statements ?? []),
    ...(notStatement ? [notStatement.statement] : []),
    ...(rateBasedStatement?.scopeDownStatement ? [rateBasedStatement.scopeDownStatement] : []),
  ];
}

/** A statement without the tokens that CDK's types allow everywhere; ours are made here and hold none. */
interface PlainStatement {
  readonly byteMatchStatement?: CfnWebACL.ByteMatchStatementProperty;
  readonly regexMatchStatement?: CfnWebACL.RegexMatchStatementProperty;
  readonly managedRuleGroupStatement?: CfnWebACL.ManagedRuleGroupStatementProperty;
  readonly ipSetReferenceStatement?: object;
  readonly geoMatchStatement?: object;
  readonly andStatement?: { readonly statements: readonly Statement[] };
  readonly orStatement?: { readonly statements: readonly Statement[] };
  readonly notStatement?: { readonly statement: Statement };
  readonly rateBasedStatement?: { readonly scopeDownStatement?: Statement };
}

const plain = (statement: Statement): PlainStatement => statement as PlainStatement;

const transformations = ({
  textTransformations,
}: Pick<CfnWebACL.ByteMatchStatementProperty, 'textTransformations'>): number =>
  Array.isArray(textTransformations) ? textTransformations.length * units.textTransformation : 0;
