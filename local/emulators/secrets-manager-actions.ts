import { randomUUID } from 'node:crypto';

/* What Secrets Manager does with the calls that we use. https://docs.aws.amazon.com/secretsmanager/latest/apireference/ (2026-11-24) */

interface Secret {
  /** Values by version id, of versions that have a stage. */
  readonly versions: Record<string, string>;
  readonly stages: { AWSCURRENT?: string; AWSPREVIOUS?: string };
  /** Absent on secrets of older runs. */
  readonly madeAtMs?: number;
  /** When versions were stored, those without a stage included; absent in files of earlier runs. */
  createdAtMs?: Record<string, number>;
  changedAtMs: number;
  /** When the recovery window of a secret that was deleted ends. */
  deletedAtMs?: number;
}
export type Secrets = Record<string, Secret>;

export interface Input {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly SecretString?: string;
  readonly VersionStage?: string;
  readonly RemoveFromVersionId?: string;
  readonly MoveToVersionId?: string;
  readonly IncludeDeprecated?: boolean;
  readonly RecoveryWindowInDays?: number;
  readonly Filters?: readonly { readonly Key?: string; readonly Values?: readonly string[] }[];
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** An answer that is no success, by the name that the SDK knows it by. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const notFound = (what: string) =>
  new ServiceError('ResourceNotFoundException', `Secrets Manager can't find ${what}.`);

const invalid = (why: string) => new ServiceError('InvalidRequestException', why);

type Action = (secrets: Secrets, input: Input, saveAll: () => void) => object;

const defaultPage = 100;
const defaultWindowDays = 30;
const dayMs = 86_400_000;

/** By the operation's name. */
export const actions: Readonly<Record<string, Action>> = {
  CreateSecret(secrets, { Name = '', SecretString }, saveAll) {
    const taken = secrets[Name];
    if (taken?.deletedAtMs !== undefined)
      throw invalid(
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    if (taken !== undefined)
      throw new ServiceError('ResourceExistsException', `The secret ${Name} already exists.`);
    const nowMs = Date.now();
    const secret: Secret = { versions: {}, stages: {}, madeAtMs: nowMs, changedAtMs: nowMs };
    secrets[Name] = secret;
    const VersionId = SecretString === undefined ? undefined : addVersion(secret, SecretString);
    saveAll();
    return { ARN: arnOf(Name), Name, VersionId };
  },

  PutSecretValue(secrets, { SecretId = '', SecretString = '' }, saveAll) {
    const secret = liveSecretOf(secrets, SecretId);
    const VersionId = addVersion(secret, SecretString);
    saveAll();
    return { ARN: arnOf(SecretId), Name: SecretId, VersionId, VersionStages: ['AWSCURRENT'] };
  },

  GetSecretValue(secrets, { SecretId = '', VersionStage = 'AWSCURRENT' }) {
    const secret = liveSecretOf(secrets, SecretId);
    const { stages, versions } = secret;
    const VersionId = VersionStage === 'AWSPREVIOUS' ? stages.AWSPREVIOUS : stages.AWSCURRENT;
    if (VersionId === undefined) {
      throw notFound(`the specified secret value for staging label: ${VersionStage}`);
    }
    const SecretString = versions[VersionId];
    return {
      ARN: arnOf(SecretId),
      Name: SecretId,
      VersionId,
      SecretString,
      VersionStages: [VersionStage],
      CreatedDate: createdSeconds(secret, VersionId),
    };
  },

  DescribeSecret(secrets, { SecretId = '' }) {
    const secret = secretOf(secrets, SecretId);
    return { ...described(SecretId, secret), VersionIdsToStages: stagesByVersion(secret) };
  },

  ListSecretVersionIds(secrets, { SecretId = '', IncludeDeprecated = false }) {
    const secret = liveSecretOf(secrets, SecretId);
    const staged = Object.keys(secret.versions);
    const ids = IncludeDeprecated
      ? new Set([...Object.keys(secret.createdAtMs ?? {}), ...staged])
      : staged;
    const Versions = [...ids].map((VersionId) => {
      const VersionStages = stagesOf(secret, VersionId);
      return {
        VersionId,
        ...(VersionStages.length > 0 && { VersionStages }),
        CreatedDate: createdSeconds(secret, VersionId),
      };
    });
    return { ARN: arnOf(SecretId), Name: SecretId, Versions };
  },

  /** Takes a stage away from a version, as ends the life of a previous one. Moving stages is more than we need. */
  UpdateSecretVersionStage(secrets, input, saveAll) {
    const { SecretId = '', VersionStage, RemoveFromVersionId, MoveToVersionId } = input;
    const secret = liveSecretOf(secrets, SecretId);
    if (MoveToVersionId !== undefined || VersionStage !== 'AWSPREVIOUS') {
      throw new ServiceError('InvalidParameterException', 'only AWSPREVIOUS can be removed here');
    }
    const versionId = secret.stages.AWSPREVIOUS;
    if (versionId === undefined || RemoveFromVersionId !== versionId) {
      throw new ServiceError(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${versionId}`,
      );
    }
    delete secret.stages.AWSPREVIOUS;
    delete secret.versions[versionId];
    secret.changedAtMs = Date.now();
    saveAll();
    return { ARN: arnOf(SecretId), Name: SecretId };
  },

  /** Secrets that were deleted are left out, as in the service unless it is asked for them. */
  ListSecrets(secrets, { Filters = [], MaxResults = defaultPage, NextToken = '' }) {
    const prefixes = Filters.filter(({ Key }) => Key === 'name').flatMap(
      ({ Values = [] }) => Values,
    );
    const isWanted = (name: string) =>
      prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix));
    const live = Object.entries(secrets)
      .filter(([name, { deletedAtMs }]) => deletedAtMs === undefined && isWanted(name))
      .filter(([name]) => name > NextToken)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const page = live.slice(0, MaxResults);
    return {
      SecretList: page.map(([name, secret]) => ({
        ...described(name, secret),
        SecretVersionsToStages: stagesByVersion(secret),
      })),
      ...(live.length > page.length && { NextToken: page.at(-1)?.[0] }),
    };
  },

  DeleteSecret(secrets, { SecretId = '', RecoveryWindowInDays = defaultWindowDays }, saveAll) {
    const secret = liveSecretOf(secrets, SecretId);
    secret.deletedAtMs = Date.now() + RecoveryWindowInDays * dayMs;
    saveAll();
    return { ARN: arnOf(SecretId), Name: SecretId, DeletionDate: secret.deletedAtMs / 1000 };
  },

  RestoreSecret(secrets, { SecretId = '' }, saveAll) {
    const secret = secretOf(secrets, SecretId);
    delete secret.deletedAtMs;
    saveAll();
    return { ARN: arnOf(SecretId), Name: SecretId };
  },
};

const arnOf = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;

const described = (name: string, { madeAtMs, changedAtMs, deletedAtMs }: Secret) => ({
  ARN: arnOf(name),
  Name: name,
  CreatedDate: (madeAtMs ?? changedAtMs) / 1000,
  LastChangedDate: changedAtMs / 1000,
  ...(deletedAtMs !== undefined && { DeletedDate: deletedAtMs / 1000 }),
});

const stagesByVersion = ({ stages }: Secret) =>
  Object.fromEntries(Object.entries(stages).map(([stage, versionId]) => [versionId, [stage]]));

const stagesOf = ({ stages }: Secret, versionId: string): readonly string[] =>
  Object.entries(stages).flatMap(([stage, id]) => (id === versionId ? [stage] : []));

/** Undefined for a previous version that an earlier run stored without its time. */
function createdSeconds({ createdAtMs, stages, changedAtMs }: Secret, versionId: string) {
  const isCurrent = stages.AWSCURRENT === versionId;
  const createdMs = createdAtMs?.[versionId] ?? (isCurrent ? changedAtMs : undefined);
  return createdMs === undefined ? undefined : createdMs / 1000;
}

function secretOf(secrets: Secrets, name: string): Secret {
  const secret = secrets[name];
  if (secret === undefined) throw notFound('the specified secret');
  return secret;
}

function liveSecretOf(secrets: Secrets, name: string): Secret {
  const secret = secretOf(secrets, name);
  if (secret.deletedAtMs !== undefined)
    throw invalid(
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  return secret;
}

/** Adds a value as AWSCURRENT; the one before becomes AWSPREVIOUS and older ones go, as in the service. */
function addVersion(secret: Secret, value: string): string {
  const versionId = randomUUID();
  const { AWSPREVIOUS: outgoing, AWSCURRENT: current } = secret.stages;
  if (outgoing !== undefined) delete secret.versions[outgoing];
  secret.versions[versionId] = value;
  secret.stages.AWSCURRENT = versionId;
  if (current !== undefined) secret.stages.AWSPREVIOUS = current;
  const nowMs = Date.now();
  const known =
    current === undefined || secret.createdAtMs ? {} : { [current]: secret.changedAtMs };
  secret.createdAtMs = { ...known, ...secret.createdAtMs, [versionId]: nowMs };
  secret.changedAtMs = nowMs;
  return versionId;
}
