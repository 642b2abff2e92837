import { decodeTime, encodeTime } from 'ulid';
import { kindOfPartition } from '../../lambda/model/audit-table.ts';
import { requiredSecretFields, type Source } from '../../lambda/model/source.ts';
import { secondsToMs, toIso } from '../../lambda/model/time.ts';
import type { AuditReader } from '../audit-reader.ts';
import { checksOf } from '../checks-of.ts';
import { possibleFaults } from '../sample-faults.ts';
import { shownUrl } from '../shown-url.ts';
import { secretVersions } from '../source-secrets.ts';
import type { Target } from '../target.ts';
import { type ListedTenant, listTenants } from '../tenant-secrets.ts';
import { destinationView } from './destination-views.ts';
import type { ReceiverView, SecretView, SourceView, TenantsView } from './page/api.ts';

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
  const [secrets, lastSeenAt, isSilent] = await Promise.all([
    secretsView(target, source),
    lastSeen(reader, source),
    silence(reader, source),
  ]);
  const { id, provider, methods, expectEverySeconds, callbacks, destinations = [] } = source;
  return {
    id,
    provider,
    url: shownUrl(target, source),
    methods,
    checks: checksOf(source),
    ...secrets,
    ...(lastSeenAt === undefined ? {} : { lastSeenAt }),
    ...(expectEverySeconds === undefined ? {} : { expectEverySeconds }),
    isSilent,
    faults: possibleFaults(source),
    takesCallbacks: callbacks === true,
    destinations: destinations.map(destinationView),
  };
}

type SecretsView = Pick<SourceView, 'secret' | 'tenants'>;

const notNeeded: SecretView = { state: 'not-needed', hasPrevious: false };
const noTenants: TenantsView = { names: [], withoutSecret: 0, hasMore: false };

async function secretsView(target: Target, source: Source): Promise<SecretsView> {
  const hasTenants = source.tenants !== undefined;
  if (requiredSecretFields(source).length === 0) return { secret: notNeeded };
  try {
    if (hasTenants) return await tenantsView(target, source);
    const { currentSince, hasPrevious } = await secretVersions(target, source);
    return { secret: secretView(currentSince, hasPrevious) };
  } catch {
    // An auditor may read the table and not the secrets.
    const secret: SecretView = { state: 'unreadable', hasPrevious: false };
    return { secret, ...(hasTenants && { tenants: noTenants }) };
  }
}

const secretView = (currentSince: Date | undefined, hasPrevious: boolean): SecretView =>
  currentSince === undefined
    ? { state: 'not-set', hasPrevious }
    : { state: 'set', since: currentSince.toISOString(), hasPrevious };

/** Tenants of a source that are looked at: it may have thousands. */
const mostTenants = 100;

/** Set where anybody can send: the first tenant that has a secret stands for all. */
async function tenantsView(target: Target, source: Source): Promise<SecretsView> {
  const found: ListedTenant[] = [];
  for await (const tenant of listTenants(target, source))
    if (found.push(tenant) > mostTenants) break;
  const shown = found.slice(0, mostTenants);
  const set = shown.filter(({ currentSince }) => currentSince !== undefined);
  const [first] = set;
  return {
    secret: secretView(first?.currentSince, first?.hasPrevious ?? false),
    tenants: {
      names: set.map(({ tenant }) => tenant).sort(),
      withoutSecret: shown.length - set.length,
      hasMore: found.length > mostTenants,
    },
  };
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
