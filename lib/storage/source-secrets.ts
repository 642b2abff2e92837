import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { signerIdOf } from '../../lambda/model/destination-signer.ts';
import { requiredSecretFields, type Source } from '../../lambda/model/source.ts';
import { acknowledgeWildcard } from '../acknowledgements.ts';
import { EmptySecrets, type EmptySecretsProps } from './empty-secrets.ts';

export interface SourceSecretsProps extends EmptySecretsProps {
  readonly stageName: string;
  readonly sources: readonly Source[];
}

/** What the names of a stage's secrets begin with. */
export const secretPrefixOf = (stageName: string): string => `sallyport/${stageName}/`;

/**
 * One secret for each source that needs one: until it is set, the source answers 503 and its sender comes again. Those of a source's tenants
 * come and go without a deployment: they are not of the stack, which knows what their names begin with.
 */
export class SourceSecrets extends EmptySecrets {
  /** Secret names are this plus the source id. */
  readonly prefix: string;
  /** What the ingress may read: secrets, and of sources with tenants the ARNs of all of theirs. */
  readonly arns: readonly string[];
  /** Those whose sender hands the value over in its first request. A replica cannot be written to. */
  readonly handedArns: readonly string[];
  readonly #tenantSources: readonly Source[];

  constructor(scope: Construct, id: string, props: SourceSecretsProps) {
    super(scope, id, props);
    this.prefix = secretPrefixOf(props.stageName);
    const owners = props.sources.filter((source) => requiredSecretFields(source).length > 0);
    this.#tenantSources = owners.filter(({ tenants }) => tenants !== undefined);
    const secrets = owners.map((source) => ({ source, arn: this.#arnOf(source) }));
    this.arns = secrets.map(({ arn }) => arn);
    this.handedArns = secrets
      .filter(({ source }) => !this.areReplicas && handsSecretOver(source))
      .map(({ arn }) => arn);
  }

  /** What a function that reads secrets of tenants needs besides: to see which there are, and nothing of the source's destinations. */
  tenantStatements(): readonly PolicyStatement[] {
    const sources = this.#tenantSources;
    if (sources.length === 0) return [];
    return [
      new PolicyStatement({
        actions: ['secretsmanager:DescribeSecret'],
        resources: sources.map((source) => this.#below(source)),
      }),
      new PolicyStatement({
        effect: Effect.DENY,
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
        ],
        resources: sources.map((source) => this.#arnNamed(signerIdOf(source.id, '*'))),
      }),
    ];
  }

  /** Accepts that this function's policy names all tenants of a source. */
  acknowledgeAccess(user: IConstruct): void {
    for (const source of this.#tenantSources)
      acknowledgeWildcard(user, this.#below(source), 'tenants come and go without a deployment');
  }

  #arnOf(source: Source): string {
    if (source.tenants !== undefined) return this.#below(source);
    return this.secretArn({
      id: source.id,
      name: `${this.prefix}${source.id}`,
      description: `Sallyport: what proves requests of source ${source.id}`,
    });
  }

  /** ARN of the secrets of all tenants. */
  #below({ id }: Source): string {
    return this.#arnNamed(`${id}/*`);
  }

  #arnNamed(name: string): string {
    const resource = `secret:${this.prefix}${name}`;
    return Stack.of(this).formatArn({ service: 'secretsmanager', resource });
  }
}

const handsSecretOver = ({ handshakes }: Source): boolean =>
  handshakes?.some(({ storeSecret }) => storeSecret !== undefined) ?? false;
