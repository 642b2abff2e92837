import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { presets } from '../../lambda/config/preset-index.ts';
import { readReceiverConfig } from '../../lambda/config/read-config.ts';
import { ReceiverWebAcl } from '../../lib/ingress/web-acl.ts';
import { capacityOf } from '../../lib/ingress/web-acl-capacity.ts';
import { type WafProps, wafSettings } from '../../lib/ingress/web-acl-props.ts';
import { resourcesOf, testApp, testSources, testTemplate } from '../support/stack.ts';

interface Rule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: object;
  readonly OverrideAction?: object;
  readonly Statement: Readonly<Record<string, unknown>>;
}

const aclOf = (template: Template) =>
  Object.values(resourcesOf(template, 'AWS::WAFv2::WebACL'))[0]?.Properties ?? {};
const rulesOf = (template: Template) => aclOf(template)['Rules'] as readonly Rule[];
const namesOf = (template: Template) => rulesOf(template).map(({ Name }) => Name);
const ruleOf = (template: Template, name: string) =>
  rulesOf(template).find(({ Name }) => Name === name);

const allowListed = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `source-with-a-long-name-${at}`,
      { allowList: [`198.51.100.${at}`, `2001:db8::${at}`, '203.0.113.0/24'] },
    ]),
  );
/** A web ACL by itself: a whole stack takes seconds. */
function webAcl(sources: object, waf: WafProps = {}): Template {
  const stack = new Stack(testApp(), 'web-acl');
  const api = new RestApi(stack, 'Api');
  api.root.addMethod('POST');
  const receiver = readReceiverConfig({ sources }, presets);
  new ReceiverWebAcl(stack, 'WebAcl', {
    ...receiver,
    stageName: 'test',
    stage: api.deploymentStage,
    waf,
  });
  return Template.fromStack(stack);
}

const groups = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
];

let template: Template;
let full: Template;
let many: Template;
beforeAll(() => {
  template = testTemplate();
  full = webAcl(testSources, {
    managedRules: 'block',
    ratePerAddress: 300,
    rateWindowSeconds: 60,
    blockedAddresses: ['192.0.2.7', '2001:db8:bad::/48'],
    blockedCountries: ['KP', 'IR'],
    antiDdos: true,
    bodyInspectionKb: 64,
  });
  many = webAcl(allowListed(50));
});

test('rules stand in their order when only sources ask for some', () => {
  expect(namesOf(template)).toEqual([
    'AllowList-bank',
    'AllowList-mpesa',
    'RatePerAddress',
    ...groups,
  ]);
});

test('rules stand in their order when everything is switched on', () => {
  expect(namesOf(full)).toEqual([
    'BlockedAddresses',
    'BlockedCountries',
    'AllowList-bank',
    'AllowList-mpesa',
    'AWSManagedRulesAntiDDoSRuleSet',
    'RatePerAddress',
    ...groups,
  ]);
});

test('every rule has a priority of its own, and a group overrides where a rule acts', () => {
  for (const rules of [template, full, many].map(rulesOf)) {
    expect(rules.map(({ Priority }) => Priority)).toEqual(rules.map((_, at) => at));
    for (const rule of rules) {
      const isGroup = 'ManagedRuleGroupStatement' in rule.Statement;
      expect(rule.OverrideAction !== undefined).toBe(isGroup);
      expect(rule.Action !== undefined).toBe(!isGroup);
    }
  }
});

test('managed groups count unless told to block; body rules count in either case', () => {
  const overrides = (of: Template) =>
    rulesOf(of).flatMap(({ OverrideAction }) => (OverrideAction ? [OverrideAction] : []));
  for (const override of overrides(template)) expect(override).toEqual({ Count: {} });
  for (const override of overrides(full)) expect(override).toEqual({ None: {} });
  expect(JSON.stringify(rulesOf(full))).toContain(
    '{"ActionToUse":{"Count":{}},"Name":"SizeRestrictions_BODY"}',
  );
});

test('the older property still switches the groups, and waf wins when both are given', () => {
  const override = (props: object) =>
    ruleOf(testTemplate(props), 'AWSManagedRulesCommonRuleSet')?.OverrideAction;
  expect(override({ managedRules: 'block' })).toEqual({ None: {} });
  expect(override({ managedRules: 'block', waf: { managedRules: 'count' } })).toEqual({
    Count: {},
  });
});

test('the rate rule answers 429 when an address exceeds its number in its window', () => {
  const rate = (of: Template) => ruleOf(of, 'RatePerAddress');
  expect(rate(template)).toMatchObject({
    Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
    Statement: {
      RateBasedStatement: { AggregateKeyType: 'IP', Limit: 2000, EvaluationWindowSec: 300 },
    },
  });
  expect(rate(full)?.Statement).toMatchObject({
    RateBasedStatement: { Limit: 300, EvaluationWindowSec: 60 },
  });
});

test('the group against floods never challenges when it is switched on', () => {
  expect(ruleOf(full, 'AWSManagedRulesAntiDDoSRuleSet')?.Statement).toMatchObject({
    ManagedRuleGroupStatement: {
      ManagedRuleGroupConfigs: [
        {
          AWSManagedRulesAntiDDoSRuleSet: {
            ClientSideActionConfig: { Challenge: { UsageOfAction: 'DISABLED' } },
            SensitivityToBlock: 'LOW',
          },
        },
      ],
    },
  });
});

test('WAF is handed as much of a body as is asked for', () => {
  const limitOf = (of: Template) => aclOf(of)['AssociationConfig'];
  const limit = (size: string) => ({
    RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: size } },
  });
  expect(limitOf(template)).toEqual(limit('KB_16'));
  expect(limitOf(full)).toEqual(limit('KB_64'));
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
  const text = JSON.stringify(ruleOf(template, 'AllowList-bank')?.Statement);
  expect(text).toContain('"SearchString":"/hooks/bank"');
  expect(text).toContain('"PositionalConstraint":"ENDS_WITH"');
  expect(text).toContain('"NotStatement"');
});

test('allow lists share one rule and one set of each family when there are more than fifteen', () => {
  const fifteen = webAcl(allowListed(15));
  expect(namesOf(fifteen).filter((name) => name.startsWith('AllowList-'))).toHaveLength(15);
  expect(namesOf(many)).toEqual(['AllowLists', 'RatePerAddress', ...groups]);
  const sets = Object.values(resourcesOf(many, 'AWS::WAFv2::IPSet')).map(
    ({ Properties }) => Properties,
  );
  expect(sets.map((set) => [set['IPAddressVersion'], set['Addresses']])).toEqual([
    ['IPV4', expect.arrayContaining(['198.51.100.0/32', '198.51.100.49/32', '203.0.113.0/24'])],
    ['IPV6', expect.arrayContaining(['2001:db8::0/128', '2001:db8::49/128'])],
  ]);
  expect(new Set(sets[0]?.['Addresses'] as string[]).size).toBe(51);
});

test('the shared rule guards every listed path and no other, in expressions that WAF takes', () => {
  const text = JSON.stringify(ruleOf(many, 'AllowLists')?.Statement);
  const expressions = [...text.matchAll(/"RegexString":"([^"]+)"/g)].map(([, regex = '']) => regex);
  const guards = (path: string) => expressions.some((regex) => new RegExp(regex).test(path));
  for (const regex of expressions) expect(regex.length).toBeLessThanOrEqual(512);
  for (const id of Object.keys(allowListed(50))) expect(guards(`/hooks/${id}`)).toBe(true);
  expect(guards('/test/hooks/source-with-a-long-name-7/token')).toBe(true);
  expect(guards('/hooks/source-with-a-long-name-50')).toBe(false);
  expect(guards('/hooks/stripe')).toBe(false);
});

test('rules that need too much capacity are not synthesised unless it is allowed', () => {
  const sources = allowListed(50);
  expect(() => webAcl(sources, { maxCapacity: 1000 })).toThrow(
    /may need \d+ capacity units, more than 1000: raise it/,
  );
  expect(() => webAcl(sources, { maxCapacity: 1200 })).not.toThrow();
});

test('capacity is counted as AWS publishes it', () => {
  const path = { fieldToMatch: { uriPath: {} }, textTransformations: [] };
  const one = { type: 'LOWERCASE', priority: 0 };
  const set = { ipSetReferenceStatement: { arn: 'arn' } };
  const ends = { ...path, positionalConstraint: 'ENDS_WITH', searchString: 'x' };
  expect(capacityOf({ byteMatchStatement: ends })).toBe(2);
  expect(capacityOf({ byteMatchStatement: { ...ends, textTransformations: [one] } })).toBe(12);
  expect(capacityOf({ byteMatchStatement: { ...ends, positionalConstraint: 'CONTAINS' } })).toBe(
    10,
  );
  expect(capacityOf({ regexMatchStatement: { ...path, regexString: 'x' } })).toBe(3);
  expect(
    capacityOf({ notStatement: { statement: { orStatement: { statements: [set, set] } } } }),
  ).toBe(2);
  const rate = { aggregateKeyType: 'IP', limit: 10, scopeDownStatement: set };
  expect(capacityOf({ rateBasedStatement: rate })).toBe(3);
  const group = { vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet' };
  expect(capacityOf({ managedRuleGroupStatement: group })).toBe(700);
});

test.each<[string, WafProps, RegExp]>([
  ['a rate below ten', { ratePerAddress: 9 }, /ratePerAddress: 9 is refused/],
  ['everybody blocked', { blockedAddresses: ['0.0.0.0/0'] }, /no \/0/],
  ['no address', { blockedAddresses: ['example.com'] }, /"example.com" is refused/],
  ['no country code', { blockedCountries: ['Korea'] }, /"Korea" is refused/],
  ['more capacity than AWS has', { maxCapacity: 5001 }, /5001 is refused/],
])('the properties are refused when they say %s', (_what, waf, problem) => {
  expect(() => wafSettings(waf)).toThrow(problem);
});

const proofs = [
  'authorization',
  'cookie',
  'stripe-signature',
  'webhook-signature',
  'x-secret',
  'x-signature',
  'x-hook-signature',
];

test('logs go to a group that WAF accepts, without any header that proves a request', () => {
  const logGroups = Object.values(resourcesOf(template, 'AWS::Logs::LogGroup'));
  const names = logGroups.map(({ Properties }) => Properties['LogGroupName']);
  expect(names).toContain('aws-waf-logs-sallyport-test');
  const [logging] = Object.values(resourcesOf(template, 'AWS::WAFv2::LoggingConfiguration'));
  expect(logging?.Properties['RedactedFields']).toEqual([
    ...proofs.map((Name) => ({ SingleHeader: { Name } })),
    { UriPath: {} },
    { QueryString: {} },
  ]);
});

test('what WAF keeps beside its log shows no proof, query string or body either', () => {
  expect(aclOf(template)['DataProtectionConfig']).toEqual({
    DataProtections: [
      { Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: proofs } },
      { Action: 'SUBSTITUTION', Field: { FieldType: 'QUERY_STRING' } },
      { Action: 'SUBSTITUTION', Field: { FieldType: 'BODY' } },
    ],
  });
});

test('all headers are protected when there are more than WAF can name', () => {
  const sources = Object.fromEntries(
    Array.from({ length: 101 }, (_, at) => [`s${at}`, { token: { header: `X-Token-${at}` } }]),
  );
  const crowded = webAcl(sources);
  const config = aclOf(crowded)['DataProtectionConfig'] as { DataProtections: object[] };
  expect(config.DataProtections[0]).toEqual({
    Action: 'SUBSTITUTION',
    Field: { FieldType: 'SINGLE_HEADER' },
  });
  const [logging] = Object.values(resourcesOf(crowded, 'AWS::WAFv2::LoggingConfiguration'));
  expect(logging?.Properties['RedactedFields']).toHaveLength(100);
});

test('requests are sampled unless a token stands in a path, which nothing could redact', () => {
  const sampled = (of: Template) =>
    JSON.stringify(aclOf(of)).match(/"SampledRequestsEnabled":(true|false)/g);
  const { mpesa, stripe } = testSources;
  for (const source of [stripe, { ...stripe, tenants: true }])
    expect(new Set(sampled(webAcl({ source })))).toEqual(
      new Set(['"SampledRequestsEnabled":true']),
    );
  for (const source of [mpesa, { ...stripe, callbacks: true }])
    expect(new Set(sampled(webAcl({ stripe, source })))).toEqual(
      new Set(['"SampledRequestsEnabled":false']),
    );
});
