import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { acknowledgeWildcard } from '../acknowledgements.ts';

export interface BodyBucketProps {
  /** Encrypts the objects. */
  readonly key: Key;
  /** Bodies expire with their records. Whole days. */
  readonly retention: Duration;
}

/** Bodies that are too large for their record. An object without a record, left by a crash, expires like the others. */
export class BodyBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { key, retention }: BodyBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        {
          expiration: retention,
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }

  /** ARN of all bodies. */
  get bodiesArn(): string {
    return this.bucket.arnForObjects('bodies/*');
  }

  /** Accepts that this function's policy names all bodies. */
  acknowledgeAccess(user: IConstruct): void {
    acknowledgeWildcard(user, this.bodiesArn, 'each body is an object of its own');
  }
}
