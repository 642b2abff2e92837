import type { AuditReader } from './audit-reader.ts';
import type { SecretVersions } from './source-secrets.ts';

export interface LookBack {
  /** Lowest id that is looked at. */
  readonly sinceId?: string;
  /** Most records that are looked through. */
  readonly most?: number;
  /** How long after the rotation a delivery counts whose function may have had the old versions in memory. Default: 0. */
  readonly graceMs?: number;
}

/**
 * When the version that is now the previous one last verified a delivery, by the records: as the previous one since the rotation, or as the
 * current one before it. Undefined where no such record is found.
 */
export async function lastUseOfPrevious(
  reader: AuditReader,
  sourceId: string,
  { currentSince }: Pick<SecretVersions, 'currentSince'>,
  { sinceId, most = Number.POSITIVE_INFINITY, graceMs = 0 }: LookBack = {},
): Promise<string | undefined> {
  const rotatedAtMs = currentSince?.getTime() ?? 0;
  const filter = { sources: [sourceId], ...(sinceId === undefined ? {} : { sinceId }) };
  let seen = 0;
  for await (const { secretVersion, receivedAt } of reader.list(filter)) {
    const receivedAtMs = Date.parse(receivedAt);
    const wasUsed =
      secretVersion === 'previous'
        ? receivedAtMs >= rotatedAtMs
        : secretVersion === 'current' && receivedAtMs < rotatedAtMs + graceMs;
    if (wasUsed) return receivedAt;
    seen += 1;
    if (seen >= most) return undefined;
  }
  return undefined;
}
