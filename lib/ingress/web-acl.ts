import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, ResourcePolicy, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { type Cdn, secretOwners } from '../../lambda/model/cdn.ts';
import { ConfigError } from '../../lambda/model/errors.ts';
import { proofHeaders, type Source } from '../../lambda/model/source.ts';
import { allowListRules, ipSetArns } from './allow-list-rules.ts';
import { hasSecretPath } from './secret-urls.ts';
import { capacityOf } from './web-acl-capacity.ts';
import { type WafProps, type WafSettings, wafSettings } from './web-acl-props.ts';
import { webAclRules } from './web-acl-rules.ts';

export interface ReceiverWebAclProps {
  readonly stageName: string;
  readonly sources: readonly Source[];
  /** The API stage to guard. */
  readonly stage: Stage;
  /** Present where a CDN stands in front. */
  readonly cdn?: Cdn;
  readonly waf?: WafProps;
}

/** The web ACL before the API: a cheap first gate. The ingress function repeats the address check and does all others. */
export class ReceiverWebAcl extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, id: string, props: ReceiverWebAclProps) {
    super(scope, id);
    const settings = wafSettings(props.waf);
    const headers = secretHeaders(secretOwners(props));
    // A sample shows the whole path, and nothing can keep a token out of it.
    const isSampled = !props.sources.some(hasSecretPath);
    const rules = this.#rulesOf(props, settings, isSampled);
    const name = `sallyport-${props.stageName}`;
    this.acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules,
      dataProtectionConfig: { dataProtections: dataProtections(headers) },
      associationConfig: {
        requestBody: {
          API_GATEWAY: { defaultSizeInspectionLimit: `KB_${settings.bodyInspectionKb}` },
        },
      },
      visibilityConfig: {
        metricName: name,
        cloudWatchMetricsEnabled: true,
        sampledRequestsEnabled: isSampled,
      },
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.stage.stageArn,
      webAclArn: this.acl.attrArn,
    });
    this.#log(name, headers);
  }

  /** @throws ConfigError when they need more capacity than is allowed. */
  #rulesOf(
    { sources, cdn }: ReceiverWebAclProps,
    settings: WafSettings,
    isSampled: boolean,
  ): CfnWebACL.RuleProperty[] {
    const parts = {
      // Behind a CDN the peer is the CDN: the lists are the function's to check.
      allowLists: cdn === undefined ? allowListRules(this, sources) : [],
      blockedSetArns: ipSetArns(this, 'Blocked', settings.blockedAddresses),
      ...(cdn && { clientIpHeader: cdn.clientIpHeader }),
    };
    const rules = webAclRules(settings, parts, isSampled);
    const capacity = rules.reduce((sum, { statement }) => sum + capacityOf(statement), 0);
    if (capacity <= settings.maxCapacity) return rules;
    throw new ConfigError([
      `waf.maxCapacity: the rules may need ${capacity} capacity units, more than ${settings.maxCapacity}: raise it (AWS charges extra above 1,500 and takes 5,000 at most), or shorten the ids of sources with allow lists`,
    ]);
  }

  /** Logs what was blocked or counted, without the headers that prove requests. */
  #log(name: string, redacted: readonly string[]): void {
    const group = new LogGroup(this, 'Log', {
      // WAF refuses any other prefix.
      logGroupName: `aws-waf-logs-${name}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { account, partition, region } = Stack.of(this);
    // Without a policy of our own WAF extends one that the whole account shares, until that is full.
    const policy = new ResourcePolicy(this, 'LogPolicy', {
      policyStatements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [group.logGroupArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
          },
        }),
      ],
    });
    const logging = new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [
        `arn:${partition}:logs:${region}:${account}:log-group:aws-waf-logs-${name}`,
      ],
      redactedFields: [
        ...redacted.slice(0, mostFields - 2).map((Name) => ({ singleHeader: { Name } })),
        // A token may stand in the path or in the query string.
        { uriPath: {} },
        { queryString: {} },
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({
              ActionCondition: { Action },
            })),
          },
        ],
      },
    });
    logging.node.addDependency(group, policy);
  }
}

/** Most fields that a log can redact, and most keys that one entry of the data protection can name. */
const mostFields = 100;

/**
 * What nothing that WAF keeps may show: logs, samples, and the details of matches. Redaction covers the log alone.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_FieldToProtect.html (2026-11-24)
 */
function dataProtections(headers: readonly string[]): CfnWebACL.DataProtectProperty[] {
  const fields = [
    // Without keys all headers are protected.
    {
      fieldType: 'SINGLE_HEADER',
      ...(headers.length <= mostFields && { fieldKeys: [...headers] }),
    },
    { fieldType: 'QUERY_STRING' },
    { fieldType: 'BODY' },
  ];
  return fields.map((field) => ({ field, action: 'SUBSTITUTION' }));
}

/** Lower-case names of every header that carries a secret or a signature. */
export function secretHeaders(sources: readonly Source[]): readonly string[] {
  const own = sources.flatMap(proofHeaders);
  return [...new Set(['authorization', 'cookie', ...own])];
}
