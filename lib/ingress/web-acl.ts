import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, ResourcePolicy, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CfnIPSet,
  CfnLoggingConfiguration,
  CfnWebACL,
  CfnWebACLAssociation,
} from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { parseAddressRange } from '../../lambda/model/address-range.ts';
import { proofHeaders, type Source } from '../../lambda/model/source.ts';
import { type AllowListRule, type ManagedRules, webAclRules } from './web-acl-rules.ts';

export interface ReceiverWebAclProps {
  readonly stageName: string;
  readonly sources: readonly Source[];
  /** The API stage to guard. */
  readonly stage: Stage;
  /** Whether AWS' managed groups block or only count. */
  readonly managedRules: ManagedRules;
}

/** The web ACL before the API: a cheap first gate. The ingress function repeats the address check and does all others. */
export class ReceiverWebAcl extends Construct {
  readonly acl: CfnWebACL;

  constructor(scope: Construct, id: string, props: ReceiverWebAclProps) {
    super(scope, id);
    const allowLists = props.sources.flatMap((source) => this.#allowListOf(source));
    const name = `sallyport-${props.stageName}`;
    this.acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: webAclRules(allowLists, props.managedRules),
      visibilityConfig: {
        metricName: name,
        cloudWatchMetricsEnabled: true,
        sampledRequestsEnabled: true,
      },
    });
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.stage.stageArn,
      webAclArn: this.acl.attrArn,
    });
    this.#log(name, secretHeaders(props.sources));
  }

  /** WAF keeps IPv4 and IPv6 in separate sets. */
  #allowListOf({ id, token, allowList = [] }: Source): readonly AllowListRule[] {
    const ranges = allowList.map(parseAddressRange).filter((range) => range !== undefined);
    const families = [
      ['IPV4', ranges.filter(({ family }) => family === 'ipv4')],
      ['IPV6', ranges.filter(({ family }) => family === 'ipv6')],
    ] as const;
    const ipSetArns = families.flatMap(([ipAddressVersion, members]) => {
      if (members.length === 0) return [];
      const addresses = members.map(({ address, prefix }) => `${address}/${prefix}`);
      const set = new CfnIPSet(this, `${id}-${ipAddressVersion}`, {
        scope: 'REGIONAL',
        ipAddressVersion,
        addresses,
      });
      return [set.attrArn];
    });
    return ipSetArns.length === 0
      ? []
      : [{ sourceId: id, hasPathToken: token !== undefined && 'path' in token, ipSetArns }];
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
        ...redacted.map((Name) => ({ singleHeader: { Name } })),
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

/** Lower-case names of every header that carries a secret or a signature. */
export function secretHeaders(sources: readonly Source[]): readonly string[] {
  const own = sources.flatMap(proofHeaders);
  return [...new Set(['authorization', 'cookie', ...own])];
}
