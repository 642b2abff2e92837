import type { MutableTemplate, TemplateEdit } from './template-edit.ts';

/**
 * THE table of wrong edits of a real template: what a hand may get wrong and what AWS refuses, or accepts and does not do. The built-in validator
 * is known to catch the first 19; the others are why lib/template-checks exists. `expected` is who must report the edit.
 */
export interface WrongTemplate {
  readonly name: string;
  /** The built-in validator, or the rule of ours. */
  readonly expected: 'built-in' | { readonly rule: string };
  readonly change: TemplateEdit;
}

const builtIn = (name: string, change: TemplateEdit): WrongTemplate => ({
  name,
  expected: 'built-in',
  change,
});

const own = (rule: string, name: string, change: TemplateEdit): WrongTemplate => ({
  name,
  expected: { rule },
  change,
});

const worker = 'WorkerFunction';
const queue = 'DeliveriesQueue';
const api = 'EdgeApi';

/** Text of an alarm that is right but for what the edit gives. */
const alarm = (properties: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 0,
    ...properties,
  },
});

const depth = { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible' };

const depthAlarm = (period: number) => alarm({ ...depth, Statistic: 'Maximum', Period: period });

/** Puts an alias before the worker, which then reads the queue through it. */
function behindAlias(t: MutableTemplate): void {
  t.add('WorkerVersion', {
    Type: 'AWS::Lambda::Version',
    Properties: { FunctionName: t.ref(worker) },
  });
  t.add('WorkerAlias', {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      Name: 'live',
      FunctionName: t.ref(worker),
      FunctionVersion: { 'Fn::GetAtt': ['WorkerVersion', 'Version'] },
    },
  });
  // As CDK names an alias: the function's part of the ARN, and the alias.
  const functionName = { 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: 'WorkerAlias' }] }] };
  t.set(t.mappingOf(queue), 'FunctionName', { 'Fn::Join': ['', [functionName, ':live']] });
}

/** Seconds that the worker may run. */
const timeoutOf = (template: MutableTemplate): number => Number(template.get(worker, 'Timeout'));

const rules = (template: MutableTemplate) => template.rulesOfAcl();

const caughtByTheValidator: readonly WrongTemplate[] = [
  builtIn('a timeout that is a word', (t) => t.set(worker, 'Timeout', 'soon')),
  builtIn('a list of addresses that is one text', (t) =>
    t.set('WebAclmpesaIPV4', 'Addresses', '196.201.214.200/32'),
  ),
  builtIn('a function timeout above 15 minutes', (t) => t.set(worker, 'Timeout', 901)),
  builtIn('a memory size below 128 MB', (t) => t.set(worker, 'MemorySize', 64)),
  builtIn('a visibility timeout above 12 hours', (t) => t.set(queue, 'VisibilityTimeout', 43201)),
  builtIn('a maximum concurrency below 2', (t) =>
    t.set(t.mappingOf(queue), 'ScalingConfig.MaximumConcurrency', 1),
  ),
  builtIn('a misspelt property of a queue', (t) => t.set(queue, 'VisibilityTimeOut', 360)),
  builtIn('a misspelt property of a mapping', (t) => t.set(t.mappingOf(queue), 'BatchSizes', 10)),
  builtIn('a web ACL rule without visibility settings', (t) => {
    delete rules(t)[0]?.['VisibilityConfig'];
  }),
  builtIn('a function without a role', (t) => t.remove(worker, 'Role')),
  builtIn('a reference to a resource that is not there', (t) =>
    t.set(worker, 'KmsKeyArn', { Ref: 'NoSuchKey' }),
  ),
  builtIn('an attribute that the resource does not have', (t) =>
    t.set(worker, 'KmsKeyArn', { 'Fn::GetAtt': [t.idOf('DataKey'), 'Arns'] }),
  ),
  builtIn('two resources that wait for each other', (t) => {
    t.dependOn(queue, worker);
    t.dependOn(worker, queue);
  }),
  builtIn('a redacted header with a small "name"', (t) =>
    t.set('WebAclLogging', 'RedactedFields', [{ SingleHeader: { name: 'x-secret' } }]),
  ),
  builtIn('a rate limit below 10', (t) => {
    t.statementOf('RatePerAddress', 'RateBasedStatement')['Limit'] = 5;
  }),
  builtIn('a rate window that WAF does not have', (t) => {
    t.statementOf('RatePerAddress', 'RateBasedStatement')['EvaluationWindowSec'] = 200;
  }),
  builtIn('a log retention that does not exist', (t) => t.set('WorkerLog', 'RetentionInDays', 45)),
  builtIn('a runtime that is gone', (t) => t.set(worker, 'Runtime', 'nodejs16.x')),
  builtIn('an IAM effect in small letters', (t) => {
    t.statements('WorkerPolicy')[0] = {
      ...t.statements('WorkerPolicy')[0],
      Effect: 'allow',
    };
  }),
];

const aboutTheWebAcl: readonly WrongTemplate[] = [
  own('waf-priority', 'two web ACL rules with one priority', (t) => {
    const [first, second] = rules(t);
    if (first && second) second['Priority'] = first['Priority'];
  }),
  own('waf-action', 'a managed group with an action of its own', (t) => {
    const group = t.ruleOf('AWSManagedRulesCommonRuleSet');
    delete group['OverrideAction'];
    group['Action'] = { Count: {} };
  }),
  own('waf-managed-group', 'a managed group that does not exist', (t) => {
    const name = 'AWSManagedRulesCommonRulesSet';
    t.statementOf('AWSManagedRulesCommonRuleSet', 'ManagedRuleGroupStatement')['Name'] = name;
  }),
  own('waf-managed-rule', 'an override of a rule that the group does not have', (t) => {
    const statement = t.statementOf('AWSManagedRulesCommonRuleSet', 'ManagedRuleGroupStatement');
    statement['RuleActionOverrides'] = [
      { Name: 'SizeRestriction_BODY', ActionToUse: { Count: {} } },
    ];
  }),
  own('ip-set-all', 'an IP set of all addresses', (t) =>
    t.set('WebAclmpesaIPV4', 'Addresses', ['0.0.0.0/0']),
  ),
  own('ip-set-family', 'an IPv6 range in a set of IPv4', (t) =>
    t.set('WebAclmpesaIPV4', 'Addresses', ['2001:db8::/32']),
  ),
  own('waf-log-name', 'a WAF log group without the prefix', (t) => {
    t.set('WebAclLog', 'LogGroupName', 'sallyport-test-waf');
    t.set('WebAclLogging', 'LogDestinationConfigs', [
      'arn:aws:logs:eu-west-1:111122223333:log-group:sallyport-test-waf',
    ]);
  }),
];

const aboutTheQueues: readonly WrongTemplate[] = [
  own('queue-visibility', 'a visibility below the timeout of a function behind an alias', (t) => {
    behindAlias(t);
    t.set(queue, 'VisibilityTimeout', timeoutOf(t) - 1);
  }),
  own('queue-visibility-six', 'a visibility below six timeouts', (t) =>
    t.set(queue, 'VisibilityTimeout', 6 * timeoutOf(t) - 1),
  ),
  own('mapping-provisioned', 'provisioned mode with a maximum concurrency', (t) =>
    t.set(t.mappingOf(queue), 'ProvisionedPollerConfig', {
      MinimumPollers: 2,
      MaximumPollers: 10,
    }),
  ),
  own('mapping-window', 'a batch of 100 without a window', (t) =>
    t.set(t.mappingOf(queue), 'BatchSize', 100),
  ),
  own('function-environment', 'an environment above 4 KB', (t) =>
    t.set(worker, 'Environment.Variables.ALLOWED', '192.0.2.44/32,'.repeat(300)),
  ),
];

const aboutTheApi: readonly WrongTemplate[] = [
  own('api-tls-policy', 'a TLS policy that does not exist', (t) => {
    t.set(api, 'SecurityPolicy', 'SecurityPolicy_TLS13_1_2_2025_09');
    t.set(api, 'EndpointAccessMode', 'STRICT');
  }),
  own('api-access-mode', 'an enhanced TLS policy without an access mode', (t) => {
    t.set(api, 'SecurityPolicy', 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09');
    t.set(api, 'EndpointAccessMode', undefined);
  }),
  own('api-response-type', 'a gateway response that does not exist', (t) =>
    t.set('EdgeApiResponseTHROTTLED', 'ResponseType', 'TOO_MANY_REQUESTS'),
  ),
  own('api-endpoint-type', 'an endpoint type that does not exist', (t) =>
    t.set(api, 'EndpointConfiguration.Types', ['REGION']),
  ),
];

const aboutTheRest: readonly WrongTemplate[] = [
  own('table-key', 'an index key that is no defined attribute', (t) =>
    t.set('AuditTable', 'GlobalSecondaryIndexes.0.KeySchema.0.AttributeName', 'listingDay'),
  ),
  own('iam-action', 'a misspelt IAM action', (t) => {
    t.statements('WorkerPolicy')[0] = {
      ...t.statements('WorkerPolicy')[0],
      Action: ['dynamodb:UpdateItems', 'dynamodb:GetItem'],
    };
  }),
  own('iam-action', 'a misspelt IAM action in a policy that is a text', (t) => {
    const id = 'WebAclLogPolicyResourcePolicy';
    const text = JSON.stringify(t.get(id, 'PolicyDocument'));
    t.set(id, 'PolicyDocument', JSON.parse(text.replace('logs:PutLogEvents', 'logs:PutLogEvent')));
  }),
  own('alarm-period', 'an alarm over 45 seconds', (t) => t.add('Alarm', depthAlarm(45))),
  own('alarm-period', 'an alarm on a computed metric over 90 seconds', (t) =>
    t.add(
      'Alarm',
      alarm({
        Metrics: [
          { Id: 'all', Expression: 'depth * 1', ReturnData: true },
          {
            Id: 'depth',
            MetricStat: { Metric: depth, Period: 90, Stat: 'Maximum' },
            ReturnData: false,
          },
        ],
      }),
    ),
  ),
  own('dashboard-body', 'a dashboard that is no JSON', (t) =>
    t.add('Dashboard', {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardBody: { 'Fn::Join': ['', ['{"widgets":[', t.ref(queue), '}']] } },
    }),
  ),
  own('schedule-expression', 'a rate in a unit that does not exist', (t) =>
    t.set(t.only('AWS::Scheduler::Schedule'), 'ScheduleExpression', 'rate(1 minuet)'),
  ),
  own('secret-resolved', 'a secret resolved into a variable', (t) =>
    t.set(worker, 'Environment.Variables.TOKEN', {
      'Fn::Join': ['', ['{{resolve:secretsmanager:', t.ref('Secretsbank'), '}}']],
    }),
  ),
  own('secret-resolved', 'a secret resolved into a description', (t) =>
    t.set(worker, 'Description', '{{resolve:secretsmanager:sallyport/test/bank}}'),
  ),
];

export const wrongTemplates: readonly WrongTemplate[] = [
  ...caughtByTheValidator,
  ...aboutTheWebAcl,
  ...aboutTheQueues,
  ...aboutTheApi,
  ...aboutTheRest,
];

/** Edits that are right, beside the border of what is wrong. */
export const rightTemplates: readonly { readonly name: string; readonly change: TemplateEdit }[] = [
  {
    name: 'a large batch with a window, read through an alias, six timeouts to the second',
    change: (t) => {
      behindAlias(t);
      t.set(t.mappingOf(queue), 'BatchSize', 100);
      t.set(t.mappingOf(queue), 'MaximumBatchingWindowInSeconds', 5);
      t.set(queue, 'VisibilityTimeout', 6 * timeoutOf(t));
      t.set(worker, 'Environment.Variables.NOTE', 'x'.repeat(2000));
      t.set(
        t.only('AWS::Scheduler::Schedule'),
        'ScheduleExpression',
        'cron(0/5 8-17 ? * MON-FRI *)',
      );
    },
  },
  {
    name: 'an enhanced TLS policy with an access mode, an alarm and a dashboard',
    change: (t) => {
      t.set(api, 'SecurityPolicy', 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09');
      t.set(api, 'EndpointAccessMode', 'STRICT');
      t.add('Alarm', depthAlarm(300));
      const widget = { type: 'alarm', properties: { title: 'Queue', alarms: ['ALARM'] } };
      const [before = '', after = ''] = JSON.stringify({ widgets: [widget] }).split('ALARM');
      t.add('Dashboard', {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardBody: {
            'Fn::Join': ['', [before, { 'Fn::GetAtt': ['Alarm', 'Arn'] }, after]],
          },
        },
      });
    },
  },
];
