import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Emulator } from './emulator.ts';

/* No package provides this service, so the calls that we use are spoken here: the AWS JSON 1.1 protocol over a file. */

interface Secret {
  /** Values by version id, of versions that have a stage. */
  readonly versions: Record<string, string>;
  readonly stages: Partial<Record<Stage, string>>;
  /** When versions were stored, those without a stage included; absent in files of earlier runs. */
  createdAtMs?: Record<string, number>;
  changedAtMs: number;
}
type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';
type Secrets = Record<string, Secret>;
interface Input {
  readonly Name?: string;
  readonly SecretId?: string;
  readonly SecretString?: string;
  readonly VersionStage?: string;
  readonly RemoveFromVersionId?: string;
  readonly MoveToVersionId?: string;
  readonly IncludeDeprecated?: boolean;
}

class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const notFound = (what: string) =>
  new ServiceError('ResourceNotFoundException', `Secrets Manager can't find ${what}.`);

/** Secrets Manager's wire protocol for the calls we use, persisted in `file`, which only its owner may read. */
export async function startSecretsManager(file: string): Promise<Emulator> {
  const secrets: Secrets = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request, secrets, () => save(file, secrets));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function save(file: string, secrets: Secrets): void {
  writeFileSync(`${file}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

async function answer(
  request: IncomingMessage,
  secrets: Secrets,
  saveAll: () => void,
): Promise<{ readonly status: number; readonly body: object }> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const input: Input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const run = actions[action];
    if (run === undefined) throw new ServiceError('InvalidAction', `${action} is not emulated`);
    return { status: 200, body: run(secrets, input, saveAll) };
  } catch (error) {
    if (!(error instanceof ServiceError))
      return { status: 500, body: { __type: 'InternalServiceError' } };
    return { status: 400, body: { __type: error.type, Message: error.message } };
  }
}

type Action = (secrets: Secrets, input: Input, saveAll: () => void) => object;

const actions: Readonly<Record<string, Action>> = {
  CreateSecret(secrets, { Name = '', SecretString }, saveAll) {
    if (secrets[Name] !== undefined) {
      throw new ServiceError('ResourceExistsException', `The secret ${Name} already exists.`);
    }
    const secret: Secret = { versions: {}, stages: {}, changedAtMs: Date.now() };
    secrets[Name] = secret;
    const VersionId = SecretString === undefined ? undefined : addVersion(secret, SecretString);
    saveAll();
    return { ARN: arnOf(Name), Name, VersionId };
  },

  PutSecretValue(secrets, { SecretId = '', SecretString = '' }, saveAll) {
    const secret = secretOf(secrets, SecretId);
    const VersionId = addVersion(secret, SecretString);
    saveAll();
    return { ARN: arnOf(SecretId), Name: SecretId, VersionId, VersionStages: ['AWSCURRENT'] };
  },

  GetSecretValue(secrets, { SecretId = '', VersionStage = 'AWSCURRENT' }) {
    const secret = secretOf(secrets, SecretId);
    const { stages, versions } = secret;
    const VersionId = VersionStage === 'AWSPREVIOUS' ? stages.AWSPREVIOUS : stages.AWSCURRENT;
    if (VersionId === undefined) {
      throw notFound(`the specified secret value for staging label: ${VersionStage}`);
    }
    return {
      ARN: arnOf(SecretId),
      Name: SecretId,
      VersionId,
      SecretString: versions[VersionId],
      VersionStages: [VersionStage],
      CreatedDate: createdSeconds(secret, VersionId),
    };
  },

  ListSecretVersionIds(secrets, { SecretId = '', IncludeDeprecated = false }) {
    const secret = secretOf(secrets, SecretId);
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
    const secret = secretOf(secrets, SecretId);
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
};

const arnOf = (name: string): string =>
  `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`;

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
