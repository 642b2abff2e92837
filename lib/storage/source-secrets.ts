import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AnyPrincipal,
  Effect,
  type IRole,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { requiredSecretFields, type Source } from '../../lambda/model/source.ts';
import type { SecretsProps } from './secrets-props.ts';
import type { StorageSettings } from './storage-props.ts';

export interface SourceSecretsProps {
  /** Encrypts the values. */
  readonly key: Key;
  readonly stageName: string;
  readonly sources: readonly Source[];
  readonly choices: SecretsProps;
  readonly storage: StorageSettings;
}

/** What a secret's policy denies to others: its value, in both directions. */
const valueActions = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
];

/**
 * One secret for each source that needs one, created without a value: until it is set, the source answers 503 and its sender comes again. In the
 * stack of a second Region they are the replicas that the first one made.
 */
export class SourceSecrets extends Construct {
  /** Secret names are this plus the source id. */
  readonly prefix: string;
  readonly arns: readonly string[];
  /** Those whose sender hands the value over in its first request. A replica cannot be written to. */
  readonly handedArns: readonly string[];
  readonly #props: SourceSecretsProps;

  constructor(scope: Construct, id: string, props: SourceSecretsProps) {
    super(scope, id);
    this.#props = props;
    this.prefix = `sallyport/${props.stageName}/`;
    const owners = props.sources.filter((source) => requiredSecretFields(source).length > 0);
    const isSecondRegion = props.storage.auditTableName !== undefined;
    const secrets = owners.map((source) => ({
      source,
      arn: isSecondRegion ? this.#replicaArn(source) : this.#created(source).ref,
    }));
    this.arns = secrets.map(({ arn }) => arn);
    this.handedArns = secrets
      .filter(({ source }) => !isSecondRegion && handsSecretOver(source))
      .map(({ arn }) => arn);
  }

  /** Denies the values to everybody but this role and the principals that the deployment names, if it names any. */
  restrictTo(reader: IRole): void {
    const { breakGlassArns = [], operatorArns = [] } = this.#props.choices;
    if (breakGlassArns.length === 0) return;
    for (const child of this.node.children) {
      if (!(child instanceof CfnSecret)) continue;
      new CfnResourcePolicy(this, `${child.node.id}-policy`, {
        secretId: child.ref,
        blockPublicPolicy: true,
        resourcePolicy: deniedExcept([reader.roleArn, ...breakGlassArns, ...operatorArns]),
      });
    }
  }

  #created(source: Source): CfnSecret {
    const { key, choices, storage } = this.#props;
    // The L2 construct would generate a value, and a generated value is one that no provider has.
    const secret = new CfnSecret(this, source.id, {
      name: `${this.prefix}${source.id}`,
      description: `Sallyport: what proves requests of source ${source.id}`,
      kmsKeyId: key.keyArn,
      ...(choices.replicaRegions?.length && {
        replicaRegions: choices.replicaRegions.map((region) => ({
          region,
          kmsKeyId: storage.replicaKeyArns[region] ?? '',
        })),
      }),
    });
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return secret;
  }

  /** The end of a secret's ARN is made up by AWS: six characters. */
  #replicaArn({ id }: Source): string {
    return Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: `secret:${this.prefix}${id}-??????`,
    });
  }
}

const handsSecretOver = ({ handshakes }: Source): boolean =>
  handshakes?.some(({ storeSecret }) => storeSecret !== undefined) ?? false;

const deniedExcept = (principals: readonly string[]): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: valueActions,
        resources: ['*'],
        conditions: { ArnNotLike: { 'aws:PrincipalArn': [...principals] } },
      }),
    ],
  });
