import {
  missingAccessModes,
  unknownEndpointTypes,
  unknownGatewayResponses,
  unknownTlsPolicies,
} from './api.ts';
import { largeEnvironments } from './functions.ts';
import { unknownActions } from './iam.ts';
import { noRanges, otherFamily, wholeInternet } from './ip-sets.ts';
import { brokenDashboards, oddPeriods } from './monitoring.ts';
import {
  batchWithoutWindow,
  provisionedWithMaximum,
  visibilityBelowSixTimeouts,
  visibilityBelowTimeout,
} from './queues.ts';
import { badSchedules } from './schedules.ts';
import { resolvedSecrets } from './secrets.ts';
import { undefinedKeys, unusedAttributes } from './table.ts';
import type { TemplateCheck } from './template-check.ts';
import {
  misnamedLogs,
  misplacedActions,
  sharedPriorities,
  unknownGroups,
  unknownOverrides,
} from './web-acl.ts';

const aws = 'https://docs.aws.amazon.com';

/** THE table of our checks: what CloudFormation's offline validator lets pass and a deployment, or the night after it, would not. */
export const templateChecks: readonly TemplateCheck[] = [
  {
    rule: 'waf-priority',
    catches: 'two rules of a web ACL with one priority',
    source: `${aws}/waf/latest/APIReference/API_Rule.html`,
    find: sharedPriorities,
  },
  {
    rule: 'waf-action',
    catches: 'a rule group with Action, a rule with OverrideAction, either with both or none',
    source: `${aws}/waf/latest/APIReference/API_Rule.html`,
    find: misplacedActions,
  },
  {
    rule: 'waf-managed-group',
    catches: "a managed group that AWS does not have, or that the project's table lacks",
    source: `${aws}/waf/latest/developerguide/aws-managed-rule-groups-list.html`,
    find: unknownGroups,
  },
  {
    rule: 'waf-managed-rule',
    catches: 'an override of a rule that the managed group does not have',
    source: `${aws}/waf/latest/developerguide/aws-managed-rule-groups-baseline.html`,
    find: unknownOverrides,
  },
  {
    rule: 'waf-log-name',
    catches: 'a WAF log destination whose name does not start with aws-waf-logs-',
    source: `${aws}/waf/latest/developerguide/logging-cw-logs.html`,
    find: misnamedLogs,
  },
  {
    rule: 'ip-set-all',
    catches: 'a range of all addresses in an IP set',
    source: `${aws}/waf/latest/APIReference/API_IPSet.html`,
    find: wholeInternet,
  },
  {
    rule: 'ip-set-family',
    catches: 'an IPv6 range in a set of IPv4, or the other way round',
    source: `${aws}/waf/latest/APIReference/API_IPSet.html`,
    find: otherFamily,
  },
  {
    rule: 'ip-set-range',
    catches: 'what is no CIDR block in an IP set',
    source: `${aws}/waf/latest/APIReference/API_IPSet.html`,
    find: noRanges,
  },
  {
    rule: 'queue-visibility',
    catches:
      'a queue that hides a message for less than its function may run, also behind an alias',
    source: `${aws}/lambda/latest/dg/services-sqs-configure.html`,
    find: visibilityBelowTimeout,
  },
  {
    rule: 'queue-visibility-six',
    catches: "a queue that hides a message for less than six of its function's timeouts",
    source: `${aws}/lambda/latest/dg/services-sqs-configure.html`,
    find: visibilityBelowSixTimeouts,
  },
  {
    rule: 'mapping-provisioned',
    catches: 'provisioned mode together with a maximum concurrency',
    source: `${aws}/lambda/latest/dg/services-sqs-scaling.html`,
    find: provisionedWithMaximum,
  },
  {
    rule: 'mapping-window',
    catches: 'batches of more than ten messages without a window',
    source: `${aws}/lambda/latest/api/API_CreateEventSourceMapping.html`,
    find: batchWithoutWindow,
  },
  {
    rule: 'function-environment',
    catches: 'an environment of more than 4 KB',
    source: `${aws}/lambda/latest/dg/gettingstarted-limits.html`,
    find: largeEnvironments,
  },
  {
    rule: 'api-tls-policy',
    catches: 'a TLS policy that API Gateway does not have',
    source: `${aws}/apigateway/latest/developerguide/apigateway-security-policies-list.html`,
    find: unknownTlsPolicies,
  },
  {
    rule: 'api-access-mode',
    catches: 'an enhanced TLS policy without an endpoint access mode',
    source: `${aws}/apigateway/latest/developerguide/apigateway-security-policies.html`,
    find: missingAccessModes,
  },
  {
    rule: 'api-response-type',
    catches: 'a gateway response of a type that does not exist',
    source: `${aws}/apigateway/latest/developerguide/supported-gateway-response-types.html`,
    find: unknownGatewayResponses,
  },
  {
    rule: 'api-endpoint-type',
    catches: 'an endpoint of a type that does not exist',
    source: `${aws}/apigateway/latest/api/API_EndpointConfiguration.html`,
    find: unknownEndpointTypes,
  },
  {
    rule: 'table-key',
    catches: 'a key of a table or an index that is no defined attribute',
    source: `${aws}/amazondynamodb/latest/APIReference/API_CreateTable.html`,
    find: undefinedKeys,
  },
  {
    rule: 'table-attribute',
    catches: 'a defined attribute that is the key of nothing',
    source: `${aws}/amazondynamodb/latest/APIReference/API_CreateTable.html`,
    find: unusedAttributes,
  },
  {
    rule: 'iam-action',
    catches: 'an action in a policy that is misspelt, or that the stack is not known to grant',
    source: `${aws}/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html`,
    find: unknownActions,
  },
  {
    rule: 'alarm-period',
    catches: 'an alarm over a period that is not 10, 20, 30 or a multiple of 60 seconds',
    source: `${aws}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
    find: oddPeriods,
  },
  {
    rule: 'dashboard-body',
    catches: 'a dashboard that is no JSON, or has no widgets',
    source: `${aws}/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html`,
    find: brokenDashboards,
  },
  {
    rule: 'schedule-expression',
    catches: 'a schedule whose rate, cron or at expression is wrong',
    source: `${aws}/scheduler/latest/UserGuide/schedule-types.html`,
    find: badSchedules,
  },
  {
    rule: 'secret-resolved',
    catches: 'the value of a secret resolved into a variable, an output or anything else',
    source: `${aws}/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html`,
    find: resolvedSecrets,
  },
];
