import { ConfigError } from '../../lambda/model/errors.ts';
import { replicaProblems, type StorageSettings } from './storage-props.ts';

/** How the sources' secrets are kept. Values are never part of a stack: `sallyport secrets set` stores them. */
export interface SecretsProps {
  /**
   * ARNs of roles or users that may read and set the secrets when nobody else can. With one or more, each secret gets a policy that denies its
   * value to everybody but the ingress function, these and `operatorArns`: administrators too. `*` stands for any characters.
   * @default no policy: whoever IAM lets read secrets can read these
   */
  readonly breakGlassArns?: readonly string[];
  /**
   * ARNs of roles or users that run `sallyport secrets set`, `send` and `replay`. Needs `breakGlassArns`.
   * @default none
   */
  readonly operatorArns?: readonly string[];
  /**
   * Regions that get a replica of each secret, for the stack of a second Region. Needs a key for each in `storage.replicaKeyArns`. Values are
   * set in the first Region and follow within seconds.
   * @default none
   */
  readonly replicaRegions?: readonly string[];
}

/**
 * The choices, for a stack with this storage in this Region.
 * @throws ConfigError with one line for each that is refused.
 */
export function secretsSettings(
  props: SecretsProps = {},
  storage: StorageSettings,
  region: string,
): SecretsProps {
  const { breakGlassArns = [], operatorArns = [], replicaRegions = [] } = props;
  const wantsPolicy = props.breakGlassArns !== undefined || operatorArns.length > 0;
  const problems = [
    ...(wantsPolicy && breakGlassArns.length === 0
      ? [
          'secrets.breakGlassArns: name one principal or more: without, nobody could read the secrets if the ingress role were lost',
        ]
      : []),
    ...principalProblems('secrets.breakGlassArns', breakGlassArns),
    ...principalProblems('secrets.operatorArns', operatorArns),
    ...replicaProblems('secrets.replicaRegions', replicaRegions, { ...storage, region }),
    ...(storage.auditTableName !== undefined && (wantsPolicy || replicaRegions.length > 0)
      ? ['secrets: a second Region has replicas, whose policy and Regions the first one decides']
      : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return props;
}

const principalProblems = (name: string, arns: readonly string[]): readonly string[] =>
  arns
    .filter((arn) => !/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/.+$/.test(arn))
    .map((arn) => `${name}: "${arn}" is refused: it is no ARN of a role or user`);
