import { managedRules } from './managed-rules.ts';
import { at, type Json, listOf, resourcesOf, type Template, targetOf, textOf } from './template.ts';
import type { Problem } from './template-check.ts';

interface AclRule {
  readonly logicalId: string;
  /** Path of the rule in the template. */
  readonly property: string;
  readonly rule: Json;
}

const rulesOf = (template: Template): readonly AclRule[] =>
  resourcesOf(template, 'AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup').flatMap(
    ({ id, properties }) =>
      listOf(properties['Rules']).map((rule, index) => ({
        logicalId: id,
        property: `Properties.Rules.${index}`,
        rule,
      })),
  );

/** Rules of one web ACL that share a priority. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html (2026-11-24) */
export function sharedPriorities(template: Template): readonly Problem[] {
  const rules = rulesOf(template).filter(({ rule }) => typeof at(rule, 'Priority') === 'number');
  const place = ({ logicalId, rule }: AclRule) => `${logicalId} ${at(rule, 'Priority')}`;
  return rules.flatMap((rule, index) => {
    const first = rules.findIndex((other) => place(other) === place(rule));
    if (first === index) return [];
    return [
      {
        logicalId: rule.logicalId,
        property: `${rule.property}.Priority`,
        what: `rule ${at(rule.rule, 'Name')} shares its priority with ${at(rules[first]?.rule, 'Name')}`,
        found: at(rule.rule, 'Priority'),
        expected: 'a priority that no other rule of the web ACL has',
        remedy: 'Number the rules in the order in which they are to be tried',
      },
    ];
  });
}

const isGroup = (rule: Json): boolean =>
  ['ManagedRuleGroupStatement', 'RuleGroupReferenceStatement'].some(
    (kind) => at(rule, 'Statement', kind) !== undefined,
  );

/** Groups with an action of their own, and rules without. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html (2026-11-24) */
export const misplacedActions = (template: Template): readonly Problem[] =>
  rulesOf(template).flatMap(({ logicalId, property, rule }) => {
    const [wanted, unwanted] = isGroup(rule)
      ? ['OverrideAction', 'Action']
      : ['Action', 'OverrideAction'];
    if (at(rule, wanted) !== undefined && at(rule, unwanted) === undefined) return [];
    const given = ['Action', 'OverrideAction'].filter((name) => at(rule, name) !== undefined);
    return [
      {
        logicalId,
        property,
        what: `rule ${at(rule, 'Name')} ${isGroup(rule) ? 'refers to a group' : 'is no group'}`,
        found: given,
        expected: `${wanted} alone`,
        remedy: `Give it ${wanted} in place of ${unwanted}: a group overrides what its rules do, any other rule acts itself`,
      },
    ];
  });

interface AwsGroup extends AclRule {
  readonly name: Json | undefined;
  readonly statement: Json;
}

/** Groups of AWS' own; other vendors' are not known here. */
const awsGroupsOf = (template: Template): readonly AwsGroup[] =>
  rulesOf(template).flatMap((rule) => {
    const statement = at(rule.rule, 'Statement', 'ManagedRuleGroupStatement');
    if (statement === undefined || at(statement, 'VendorName') !== 'AWS') return [];
    const property = `${rule.property}.Statement.ManagedRuleGroupStatement`;
    return [{ ...rule, property, statement, name: at(statement, 'Name') }];
  });

/** Groups that are not in `managedRules`, whose docstring says what changes: AWS may offer more. */
export const unknownGroups = (template: Template): readonly Problem[] =>
  awsGroupsOf(template)
    .filter(({ name }) => typeof name !== 'string' || !managedRules.has(name))
    .map(({ logicalId, property, name }) => ({
      logicalId,
      property: `${property}.Name`,
      what: 'AWS has no managed group of this name that the table knows',
      found: name,
      expected: `one of ${[...managedRules.keys()].join(', ')}`,
      remedy:
        'Correct the name, or add the group with its rules to lib/template-checks/managed-rules.ts',
    }));

/** Overrides of rules that their group does not have: WAF refuses the web ACL. The names change with AWS' groups, see `managedRules`. */
export const unknownOverrides = (template: Template): readonly Problem[] =>
  awsGroupsOf(template).flatMap(({ logicalId, property, statement, name }) => {
    const known = managedRules.get(String(name));
    if (known === undefined) return [];
    return ['RuleActionOverrides', 'ExcludedRules'].flatMap((list) =>
      listOf(at(statement, list)).flatMap((override, index) => {
        const rule = at(override, 'Name');
        if (typeof rule === 'string' && known.includes(rule)) return [];
        return [
          {
            logicalId,
            property: `${property}.${list}.${index}.Name`,
            what: `${name} has no rule of this name`,
            found: rule,
            expected: `one of ${known.join(', ')}`,
            remedy:
              'Correct the name; if AWS added the rule, add it to lib/template-checks/managed-rules.ts',
          },
        ];
      }),
    );
  });

const logPrefix = 'aws-waf-logs-';

/** Name of the log group, bucket or stream that a destination stands for, as far as the template tells. */
function destinationName(template: Template, destination: Json): string | undefined {
  const target = resourcesOf(template).find(({ id }) => id === targetOf(destination));
  if (target === undefined) {
    const arn = textOf(destination, '?');
    return arn?.match(/^arn:.*?(?::log-group:|:s3:::|:deliverystream\/)(.*)$/)?.[1] ?? arn;
  }
  const names = ['LogGroupName', 'BucketName', 'DeliveryStreamName'];
  const own = names.map((name) => target.properties[name]).find((name) => name !== undefined);
  // CloudFormation would generate a name, and never one with this prefix.
  return own === undefined ? '' : textOf(own, '?');
}

/**
 * WAF log destinations whose name does not start as WAF demands.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html (2026-11-24)
 */
export const misnamedLogs = (template: Template): readonly Problem[] =>
  resourcesOf(template, 'AWS::WAFv2::LoggingConfiguration').flatMap(({ id, properties }) =>
    listOf(properties['LogDestinationConfigs']).flatMap((destination, index) => {
      const name = destinationName(template, destination);
      if (name === undefined || name.startsWith(logPrefix) || name.startsWith('?')) return [];
      return [
        {
          logicalId: id,
          property: `Properties.LogDestinationConfigs.${index}`,
          what: 'WAF does not write to a destination of this name',
          found: name,
          expected: `a name that starts with ${logPrefix}`,
          remedy: 'Rename the log group, bucket or delivery stream',
        },
      ];
    }),
  );
