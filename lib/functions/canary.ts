import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../acknowledgements.ts';

export interface CanaryProps {
  readonly stageName: string;
  /** What moves to the new version step by step. */
  readonly alias: Alias;
}

/**
 * Moves an alias to a new version in two steps: 10 % of the requests for five minutes, then all; back at once when an alarm is raised meanwhile.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html (2026-11-24)
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { stageName, alias }: CanaryProps) {
    super(scope, id);
    const alarms = [this.#crashes(alias), this.#failures(stageName)];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    });
    const policy = new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: this.#statements(alias, alarms),
    });
    const group = new LambdaDeploymentGroup(this, 'Group', {
      alias,
      alarms,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      autoRollback: { deploymentInAlarm: true, failedDeployment: true, stoppedDeployment: true },
      // CDK would attach AWS' policy for all functions of the account.
      role: role.withoutPolicyUpdates(),
    });
    group.node.addDependency(policy);
    acknowledgeFindings('canary', this);
  }

  /** The function did not end as it should: crash, timeout, out of memory. */
  #crashes(alias: Alias): Alarm {
    return this.#alarm('Crashes', alias.metricErrors({ period: Duration.minutes(1) }), 1);
  }

  /** The function answered 503: Lambda does not count that as an error. A share of the requests. */
  #failures(stageName: string): Alarm {
    return this.#alarm(
      'Failures',
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName: '5XXError',
        // By name: the API's id would make a circle, the API calling the alias.
        dimensionsMap: { ApiName: `sallyport-${stageName}`, Stage: stageName },
        statistic: 'Average',
        period: Duration.minutes(1),
      }),
      0.02,
    );
  }

  #alarm(id: string, metric: Metric, threshold: number): Alarm {
    return new Alarm(this, id, {
      alarmDescription: `Sallyport: ${id.toLowerCase()} of the ingress; takes a new version back`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * What CodeDeploy does for a Lambda deployment without hooks, of this alias alone. AWSCodeDeployRoleForLambdaLimited allows the same for all
   * functions, and topics and buckets beside.
   * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html (2026-11-24)
   */
  #statements(alias: Alias, alarms: readonly Alarm[]): PolicyStatement[] {
    const { functionArn } = alias.lambda;
    // The alias by name: its own ARN would make a circle.
    const named = `${functionArn}:${alias.aliasName}`;
    return [
      new PolicyStatement({
        actions: [
          'lambda:GetAlias',
          'lambda:GetProvisionedConcurrencyConfig',
          'lambda:UpdateAlias',
        ],
        resources: [functionArn, named],
      }),
      new PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resources: alarms.map(({ alarmArn }) => alarmArn),
      }),
    ];
  }
}
