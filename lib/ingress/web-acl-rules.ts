import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { WafSettings } from './web-acl-props.ts';

type Statement = CfnWebACL.StatementProperty;

/** Addresses that may send to some sources. */
export interface AllowListRule {
  readonly name: string;
  readonly paths: readonly Statement[];
  readonly ipSetArns: readonly string[];
}

/** What the rules are made of, beyond the settings. */
export interface RuleParts {
  readonly allowLists: readonly AllowListRule[];
  readonly blockedSetArns: readonly string[];
  /** Present behind a CDN: the header in which it names the sender's address. */
  readonly clientIpHeader?: string;
}

interface Rule {
  readonly name: string;
  readonly statement: Statement;
  readonly action: Pick<CfnWebACL.RuleProperty, 'action' | 'overrideAction'>;
}

const block = { action: { block: {} } };
const blockAsThrottled = { action: { block: { customResponse: { responseCode: 429 } } } };

/**
 * Rules of the common set that webhooks trip without doing harm: large JSON bodies, senders without a user agent, URLs and markup in payloads.
 * They count instead of blocking. https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html (2026-11-24)
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
  settings: WafSettings,
  parts: RuleParts,
  sampledRequestsEnabled: boolean,
): CfnWebACL.RuleProperty[] {
  const { managedRules } = settings;
  const rules: readonly Rule[] = [
    ...blockedRules(settings, parts),
    ...parts.allowLists.map((rule) => ({
      name: rule.name,
      statement: outsideAllowList(rule),
      action: block,
    })),
    ...(settings.antiDdos ? [antiDdos(managedRules)] : []),
    {
      name: 'RatePerAddress',
      statement: { rateBasedStatement: rateStatement(settings, parts) },
      action: blockAsThrottled,
    },
    // It judges the peer, which behind a CDN is the CDN.
    ...(parts.clientIpHeader === undefined
      ? [managed('AWSManagedRulesAmazonIpReputationList', [], managedRules)]
      : []),
    managed('AWSManagedRulesKnownBadInputsRuleSet', badInputRulesThatCount, managedRules),
    managed('AWSManagedRulesCommonRuleSet', commonRulesThatCount, managedRules),
  ];
  return rules.map(({ name, statement, action }, priority) => ({
    name,
    priority,
    statement,
    ...action,
    visibilityConfig: { metricName: name, cloudWatchMetricsEnabled: true, sampledRequestsEnabled },
  }));
}

/** A header that holds no address is the function's to refuse: it knows whether the CDN wrote it. */
const forwarded = (headerName: string) => ({ headerName, fallbackBehavior: 'NO_MATCH' });

function blockedRules(
  { blockedCountries }: WafSettings,
  { blockedSetArns, clientIpHeader }: RuleParts,
): readonly Rule[] {
  const sets = blockedSetArns.map((arn) => ({
    ipSetReferenceStatement: {
      arn,
      ...(clientIpHeader && {
        ipSetForwardedIpConfig: { ...forwarded(clientIpHeader), position: 'FIRST' },
      }),
    },
  }));
  const countries = {
    geoMatchStatement: {
      countryCodes: [...blockedCountries],
      ...(clientIpHeader && { forwardedIpConfig: forwarded(clientIpHeader) }),
    },
  };
  return [
    ...(sets.length > 0
      ? [{ name: 'BlockedAddresses', statement: anyOf(sets), action: block }]
      : []),
    ...(blockedCountries.length > 0
      ? [{ name: 'BlockedCountries', statement: countries, action: block }]
      : []),
  ];
}

function rateStatement(
  { ratePerAddress, rateWindowSeconds }: WafSettings,
  { clientIpHeader }: RuleParts,
): CfnWebACL.RateBasedStatementProperty {
  return {
    ...(clientIpHeader === undefined
      ? { aggregateKeyType: 'IP' }
      : { aggregateKeyType: 'FORWARDED_IP', forwardedIpConfig: forwarded(clientIpHeader) }),
    limit: ratePerAddress,
    evaluationWindowSec: rateWindowSeconds,
  };
}

function outsideAllowList({ paths, ipSetArns }: AllowListRule): Statement {
  const inside = anyOf(ipSetArns.map((arn) => ({ ipSetReferenceStatement: { arn } })));
  return { andStatement: { statements: [anyOf(paths), { notStatement: { statement: inside } }] } };
}

/** WAF takes an "or" of two or more only. */
function anyOf(statements: readonly Statement[]): Statement {
  const [only, ...others] = statements;
  return only !== undefined && others.length === 0
    ? only
    : { orStatement: { statements: [...statements] } };
}

function antiDdos(managedRules: WafSettings['managedRules']): Rule {
  const rule = managed('AWSManagedRulesAntiDDoSRuleSet', [], managedRules);
  return {
    ...rule,
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: rule.name,
        managedRuleGroupConfigs: [
          {
            awsManagedRulesAntiDDoSRuleSet: {
              clientSideActionConfig: { challenge: { usageOfAction: 'DISABLED' } },
              sensitivityToBlock: 'LOW',
            },
          },
        ],
      },
    },
  };
}

function managed(
  name: string,
  counted: readonly string[],
  managedRules: WafSettings['managedRules'],
): Rule {
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
