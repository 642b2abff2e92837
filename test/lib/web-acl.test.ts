import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf, testTemplate } from '../support/stack.ts';

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: object;
  readonly OverrideAction?: object;
  readonly Statement: Record<string, never>;
}

function rulesOf(template: Template): readonly Rule[] {
  const [acl] = Object.values(resourcesOf(template, 'AWS::WAFv2::WebACL'));
  return acl?.Properties['Rules'] as Rule[];
}

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

test('rules stand in their order with priorities of their own', () => {
  const rules = rulesOf(template);
  expect(rules.map(({ Name }) => Name)).toEqual([
    'AllowList-bank',
    'AllowList-mpesa',
    'RatePerAddress',
    'AWSManagedRulesAmazonIpReputationList',
    'AWSManagedRulesKnownBadInputsRuleSet',
    'AWSManagedRulesCommonRuleSet',
  ]);
  expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, at) => at));
});

test('a group overrides, a rule acts, and none does both', () => {
  for (const rule of rulesOf(template)) {
    const isGroup = 'ManagedRuleGroupStatement' in rule.Statement;
    expect(rule.OverrideAction !== undefined).toBe(isGroup);
    expect(rule.Action !== undefined).toBe(!isGroup);
  }
});

test('managed groups count unless told to block; body rules count in either case', () => {
  const groupsOf = (rules: readonly Rule[]) =>
    rules.filter(({ Name }) => Name.startsWith('AWSManaged'));
  for (const { OverrideAction } of groupsOf(rulesOf(template)))
    expect(OverrideAction).toEqual({ Count: {} });
  const blocking = groupsOf(rulesOf(testTemplate({ managedRules: 'block' })));
  for (const { OverrideAction } of blocking) expect(OverrideAction).toEqual({ None: {} });
  expect(JSON.stringify(blocking)).toContain(
    '{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}',
  );
});

test('addresses of each family are in a set of that family, whole or as a range', () => {
  const sets = Object.values(resourcesOf(template, 'AWS::WAFv2::IPSet')).map(({ Properties }) => [
    Properties['IPAddressVersion'],
    Properties['Addresses'],
  ]);
  expect(sets).toEqual([
    ['IPV4', ['203.0.113.45/32', '198.51.100.0/24']],
    ['IPV6', ['2001:db8::/32']],
    ['IPV4', ['196.201.214.200/32']],
  ]);
});

test('an allow list guards the path of its source alone', () => {
  const [bank] = rulesOf(template);
  const text = JSON.stringify(bank?.Statement);
  expect(text).toContain('"SearchString":"/hooks/bank"');
  expect(text).toContain('"PositionalConstraint":"ENDS_WITH"');
  expect(text).toContain('"NotStatement"');
});

test('logs go to a group that WAF accepts, without any header that proves a request', () => {
  const groups = Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'));
  const names = groups.map(({ Properties }) => Properties['LogGroupName']);
  expect(names).toContain('aws-waf-logs-sallyport-test');
  const [logging] = Object.values(resourcesOf(template, 'AWS::WAFv2::LoggingConfiguration'));
  const headers = [
    'authorization',
    'cookie',
    'stripe-signature',
    'webhook-signature',
    'x-secret',
    'x-signature',
    'x-hook-signature',
  ];
  expect(logging?.Properties['RedactedFields']).toEqual([
    ...headers.map((Name) => ({ SingleHeader: { Name } })),
    { UriPath: {} },
    { QueryString: {} },
  ]);
});
