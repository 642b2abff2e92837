import { RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { requiredSecretFields, type Source } from '../../lambda/model/source.ts';

export interface SourceSecretsProps {
  /** Encrypts the values. */
  readonly key: Key;
  readonly stageName: string;
  readonly sources: readonly Source[];
}

/** One secret for each source that needs one, created without a value: until it is set, the source answers 503 and its sender comes again. */
export class SourceSecrets extends Construct {
  /** Secret names are this plus the source id. */
  readonly prefix: string;
  readonly arns: readonly string[];
  /** Those whose sender hands the value over in its first request. */
  readonly handedArns: readonly string[];

  constructor(scope: Construct, id: string, { key, stageName, sources }: SourceSecretsProps) {
    super(scope, id);
    this.prefix = `sallyport/${stageName}/`;
    const owners = sources.filter((source) => requiredSecretFields(source).length > 0);
    const secrets = owners.map((source) => {
      // The L2 construct would generate a value, and a generated value is one that no provider has.
      const secret = new CfnSecret(this, source.id, {
        name: `${this.prefix}${source.id}`,
        description: `Sallyport: what proves requests of source ${source.id}`,
        kmsKeyId: key.keyArn,
      });
      secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
      return { source, arn: secret.ref };
    });
    this.arns = secrets.map(({ arn }) => arn);
    this.handedArns = secrets
      .filter(({ source }) =>
        source.handshakes?.some(({ storeSecret }) => storeSecret !== undefined),
      )
      .map(({ arn }) => arn);
  }
}
