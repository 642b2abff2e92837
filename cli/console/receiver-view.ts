import { decodeTime, encodeTime } from 'ulid';
import { kindOfPartition } from '../../lambda/model/audit-table.ts';
import { requiredSecretFields, routeOf, type Source } from '../../lambda/model/source.ts';
import { secondsToMs, toIso } from '../../lambda/model/time.ts';
import type { AuditReader } from '../audit-reader.ts';
import { checksOf } from '../checks-of.ts';
import { possibleFaults } from '../sample-faults.ts';
import { secretVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';
import type { ReceiverView, SecretView, SourceView } from './page/api.ts';

/** The receiver and its sources as they are now; never a secret's value. */
export async function receiverView(
  target: Target,
  reader: AuditReader,
  { mayWrite }: { readonly mayWrite: boolean },
): Promise<ReceiverView> {
  return {
    kind: target.isLocal ? 'local' : 'stack',
    name: target.name,
    mayWrite,
    sources: await Promise.all(target.sources.map((source) => sourceView(target, reader, source))),
  };
}

async function sourceView(
  target: Target,
  reader: AuditReader,
  source: Source,
): Promise<SourceView> {
  const [secret, lastSeenAt, isSilent] = await Promise.all([
    secretView(target, source),
    lastSeen(reader, source),
    silence(reader, source),
  ]);
  const { id, provider, methods, expectEverySeconds } = source;
  return {
    id,
    provider,
    // The token of a path is a secret: whoever gives the provider its URL puts it there.
    url: `${target.urlOf(id)}${routeOf(source).endsWith('}') ? '/<token>' : ''}`,
    methods,
    checks: checksOf(source),
    secret,
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    ...(expectEverySeconds === undefined ? {} : { expectEverySeconds }),
    isSilent,
    faults: possibleFaults(source),
  };
}

async function secretView(target: Target, source: Source): Promise<SecretView> {
  if (requiredSecretFields(source).length === 0) return { state: 'not-needed', hasPrevious: false };
  try {
    const { currentSince, hasPrevious } = await secretVersions(target, source);
    return currentSince === undefined
      ? { state: 'not-set', hasPrevious }
      : { state: 'set', since: currentSince.toISOString(), hasPrevious };
  } catch {
    // An auditor may read the table and not the secrets.
    return { state: 'unreadable', hasPrevious: false };
  }
}

/** As the index has it: no record is read. */
async function lastSeen(reader: AuditReader, { id }: Source): Promise<string | undefined> {
  for await (const entry of reader.entries({ sources: [id] })) return toIso(decodeTime(entry.id));
  return undefined;
}

/** Nothing was accepted for longer than the source expects. */
async function silence(reader: AuditReader, { id, expectEverySeconds }: Source): Promise<boolean> {
  if (expectEverySeconds === undefined) return false;
  const sinceId = encodeTime(Date.now() - secondsToMs(expectEverySeconds), 10);
  for await (const { pk } of reader.entries({ sources: [id], sinceId }))
    if (kindOfPartition(pk) !== 'rejection') return false;
  return true;
}
