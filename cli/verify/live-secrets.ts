import type { KeyObject } from 'node:crypto';
import { storedKey } from '../../lambda/crypto/stored-key.ts';
import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import type { SecretOwner } from '../../lambda/model/tenant.ts';
import { minutesToMs } from '../../lambda/model/time.ts';
import type { SigningKeys } from '../../lambda/schemes/verdict.ts';
import { permitted } from '../not-permitted.ts';
import { readSecretVersion, type StoredVersion, storedVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';
import { formOfField } from '../usable-secret.ts';

/** Secrets of a source, or of one of its tenants, as they are now, and which version there was when. */
export interface LiveSecrets {
  readonly keys: SigningKeys;
  /** Whether the version that verified this record is certainly one of those that are live. */
  readonly covers: (record: Pick<AuditRecord, 'secretVersion' | 'receivedAt'>) => boolean;
}

/** Without a key where the tenant was deleted. @throws NotPermitted when the caller must not read them. */
export async function readLiveSecrets(target: Target, owner: SecretOwner): Promise<LiveSecrets> {
  const read = (stage: 'AWSCURRENT' | 'AWSPREVIOUS') =>
    permitted('secretsmanager:GetSecretValue', readSecretVersion(target, owner, stage));
  const [current, previous, versions] = await Promise.all([
    read('AWSCURRENT'),
    read('AWSPREVIOUS'),
    permitted(
      'secretsmanager:ListSecretVersionIds',
      storedVersions(target, owner, { withDeprecated: true }),
    ),
  ]);
  const form = formOfField(owner, 'signing');
  const keyOf = (text: string | undefined): KeyObject | undefined =>
    text === undefined ? undefined : storedKey(text, form);
  const keys = [
    { label: 'current', signing: keyOf(current?.signing) },
    { label: 'previous', signing: keyOf(previous?.signing) },
  ] as const;
  return {
    keys: keys.flatMap(({ label, signing }) => (signing === undefined ? [] : [{ label, signing }])),
    covers: (record) => isStillLive(record, versions),
  };
}

/**
 * How old a version may have been that a function took for the current one: five minutes from its memory, an hour while Secrets Manager did
 * not answer.
 */
const rememberedForMs = minutesToMs(65);

/**
 * Whether the version that verified a record at its time is certainly among the live ones, by when the versions were stored. Not where nobody
 * knows when, or where stages were moved by hand.
 */
export function isStillLive(
  { secretVersion, receivedAt }: Pick<AuditRecord, 'secretVersion' | 'receivedAt'>,
  versions: readonly StoredVersion[],
): boolean {
  const dated = versions.flatMap(({ createdAt, ...version }) =>
    createdAt === undefined ? [] : [{ ...version, createdAtMs: createdAt.getTime() }],
  );
  const inOrder = dated.toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  const isPlain = dated.length === versions.length && inOrder.at(-1)?.stage === 'AWSCURRENT';
  if (!isPlain || secretVersion === undefined) return false;
  const receivedAtMs = Date.parse(receivedAt);
  const behind = secretVersion === 'previous' ? 1 : 0;
  const candidates = inOrder.flatMap(({ createdAtMs }, at) => {
    const replacedAtMs = inOrder[at + 1]?.createdAtMs ?? Number.POSITIVE_INFINITY;
    const wasCurrent = createdAtMs <= receivedAtMs && replacedAtMs > receivedAtMs - rememberedForMs;
    const used = inOrder[at - behind];
    return wasCurrent && used !== undefined ? [used] : [];
  });
  return candidates.length > 0 && candidates.every(({ stage }) => stage !== undefined);
}
