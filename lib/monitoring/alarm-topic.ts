import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** What the names of the alarms that may publish begin with. */
  readonly alarmPrefix: string;
  /** Lets AWS Budgets publish too. */
  readonly takesBudget: boolean;
}

/**
 * The topic of the alarms. Its key is not that of the data, because CloudWatch must be able to use it.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (2026-11-24)
 */
export class AlarmTopic extends Construct {
  readonly key: Key;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { alarmPrefix, takesBudget }: AlarmTopicProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Sallyport: alarms on their way',
      enableKeyRotation: true,
      // Nothing that is kept is encrypted with it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Sallyport alarms',
      masterKey: this.key,
      enforceSSL: true,
    });
    const stack = Stack.of(this);
    const alarms = stack.formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${alarmPrefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.#admit('cloudwatch', alarms);
    // Budgets are of the account, not of a Region.
    if (takesBudget) {
      this.#admit('budgets', `arn:${stack.partition}:budgets::${stack.account}:*`);
    }
  }

  #admit(service: 'cloudwatch' | 'budgets', sourceArn: string): void {
    const principals = [new ServicePrincipal(`${service}.amazonaws.com`)];
    const conditions = {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      ArnLike: { 'aws:SourceArn': sourceArn },
    };
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions,
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions,
      }),
    );
  }
}
