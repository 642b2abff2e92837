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
import type { SecretsProps } from './secrets-props.ts';
import type { StorageSettings } from './storage-props.ts';

export interface EmptySecretsProps {
  /** Encrypts the values. */
  readonly key: Key;
  readonly choices: SecretsProps;
  readonly storage: StorageSettings;
}

/** One secret to be. */
export interface SecretSpec {
  /** Construct id, which must never change: the secret would be replaced. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** What a secret's policy denies to others: its value, in both directions. */
const valueActions = [
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
];

/** Secrets without a value, which somebody sets later. In the stack of a second Region they are the replicas that the first one made. */
export class EmptySecrets extends Construct {
  readonly #props: EmptySecretsProps;

  constructor(scope: Construct, id: string, props: EmptySecretsProps) {
    super(scope, id);
    this.#props = props;
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

  /** Whether the secrets are replicas, which cannot be written to. */
  protected get areReplicas(): boolean {
    return this.#props.storage.auditTableName !== undefined;
  }

  /** ARN of the secret; it is made here, unless the first Region made it. */
  protected secretArn(spec: SecretSpec): string {
    return this.areReplicas ? this.#replicaArn(spec) : this.#created(spec).ref;
  }

  #created({ id, name, description }: SecretSpec): CfnSecret {
    const { key, choices, storage } = this.#props;
    // The L2 construct would generate a value, and a generated value is one that nobody else has.
    const secret = new CfnSecret(this, id, {
      name,
      description,
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
  #replicaArn({ name }: SecretSpec): string {
    const resource = `secret:${name}-??????`;
    return Stack.of(this).formatArn({ service: 'secretsmanager', resource });
  }
}

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
