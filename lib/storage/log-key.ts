import { Aspects, type IAspect, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';

/** The key of all log groups. Apart from the data key, whose policy then need not let a service in by itself. */
export class LogKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      description: 'Sallyport: logs',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const anyGroup = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group:*',
    });
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html (2026-11-24)
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.${urlSuffix}`)],
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': anyGroup } },
      }),
    );
  }

  /** Encrypts every log group below the construct that has no key of its own. */
  encryptLogsOf(owner: Construct): void {
    Aspects.of(owner).add(new LogEncryption(this.key));
  }
}

class LogEncryption implements IAspect {
  readonly #key: Key;

  constructor(key: Key) {
    this.#key = key;
  }

  visit(node: IConstruct): void {
    if (node instanceof CfnLogGroup) node.kmsKeyId ??= this.#key.keyArn;
  }
}
