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

  constructor(scope: Construct, id: string, { key, stageName, sources }: SourceSecretsProps) {
    super(scope, id);
    this.prefix = `sallyport/${stageName}/`;
    const secrets = sources
      .filter((source) => requiredSecretFields(source).length > 0)
      .map((source) => {
        // The L2 construct would generate a value, and a generated value is one that no provider has.
        const secret = new CfnSecret(this, source.id, {
          name: `${this.prefix}${source.id}`,
          description: `Sallyport: what proves requests of source ${source.id}`,
          kmsKeyId: key.keyArn,
        });
        secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
        return secret;
      });
    this.arns = secrets.map((secret) => secret.ref);
  }
}
