import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

type Statement = CfnWebACL.StatementProperty;

/** A managed group's rules may count what they match, or block it. */
export type ManagedRules = 'count' | 'block';

/** One source's address rule: block what comes to its path from elsewhere. */
export interface AllowListRule {
  readonly sourceId: string;
  /** A token follows the source in the path. */
  readonly hasPathToken: boolean;
  readonly ipSetArns: readonly string[];
}

interface Rule {
  readonly name: string;
  readonly statement: Statement;
  readonly action: Pick<CfnWebACL.RuleProperty, 'action' | 'overrideAction'>;
}

/** Requests of one address in five minutes. Providers send from few addresses: this is for floods, not for fairness. */
const ratePerAddress = 2000;

const block = { action: { block: {} } };
const blockAsThrottled = { action: { block: { customResponse: { responseCode: 429 } } } };

/**
 * Rules of the common set that webhooks trip without doing harm: large JSON bodies, senders without a user agent, URLs and markup in payloads.
 * They count instead of blocking. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html (2026-11-23)
 */
const commonRulesThatCount = [
  'SizeRestrictions_BODY',
  'NoUserAgent_HEADER',
  'UserAgent_BadBots_HEADER',
  'GenericRFI_BODY',
  'GenericLFI_BODY',
  'EC2MetaDataSSRF_BODY',
  'CrossSiteScripting_BODY',
];

const badInputRulesThatCount = ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'];

/** THE table of rules; the row order is the priority. */
export function webAclRules(
  allowLists: readonly AllowListRule[],
  managedRules: ManagedRules,
): CfnWebACL.RuleProperty[] {
  const rules: readonly Rule[] = [
    ...allowLists.map((rule) => ({
      name: `AllowList-${rule.sourceId}`,
      statement: outsideAllowList(rule),
      action: block,
    })),
    {
      name: 'RatePerAddress',
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'IP',
          limit: ratePerAddress,
          evaluationWindowSec: 300,
        },
      },
      action: blockAsThrottled,
    },
    managed('AWSManagedRulesAmazonIpReputationList', [], managedRules),
    managed('AWSManagedRulesKnownBadInputsRuleSet', badInputRulesThatCount, managedRules),
    managed('AWSManagedRulesCommonRuleSet', commonRulesThatCount, managedRules),
  ];
  return rules.map(({ name, statement, action }, priority) => ({
    name,
    priority,
    statement,
    ...action,
    visibilityConfig: {
      metricName: name,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    },
  }));
}

function outsideAllowList({ ipSetArns, ...source }: AllowListRule): Statement {
  const sets: Statement[] = ipSetArns.map((arn) => ({ ipSetReferenceStatement: { arn } }));
  const [only] = sets;
  const inside: Statement =
    sets.length === 1 && only !== undefined ? only : { orStatement: { statements: sets } };
  return {
    andStatement: { statements: [onPathOf(source), { notStatement: { statement: inside } }] },
  };
}

/** With or without the stage in front. A bypass only loses this layer: the function checks by the matched route. */
const onPathOf = ({
  sourceId,
  hasPathToken,
}: Pick<AllowListRule, 'sourceId' | 'hasPathToken'>): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: hasPathToken ? 'CONTAINS' : 'ENDS_WITH',
    searchString: `/hooks/${sourceId}${hasPathToken ? '/' : ''}`,
    textTransformations: ['URL_DECODE', 'NORMALIZE_PATH', 'LOWERCASE'].map((type, priority) => ({
      type,
      priority,
    })),
  },
});

function managed(name: string, counted: readonly string[], managedRules: ManagedRules): Rule {
  return {
    name,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({
          name: rule,
          actionToUse: { count: {} },
        })),
      },
    },
    action: { overrideAction: managedRules === 'count' ? { count: {} } : { none: {} } },
  };
}
