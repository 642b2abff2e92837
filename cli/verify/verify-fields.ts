import { decodeTime, isValid } from 'ulid';
import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { type AuditRecord, recordStatuses } from '../../lambda/model/audit-record.ts';
import type { CheckName } from '../../lambda/model/delivery.ts';
import type { Reason } from '../../lambda/model/rejection.ts';
import { isTenantName, tenantOfKey } from '../../lambda/model/tenant.ts';
import { unmet } from './unmet.ts';
import { callbackProblems } from './verify-callback.ts';
import { historyProblems, quietHistoryProblems } from './verify-history.ts';
import { wayProblems } from './verify-way.ts';

/** How far the instant in an id, which never goes back in a function's life, may be from that of its request. */
const idMayDifferByMs = 3_600_000;

/**
 * Which check each reason is on record with; `none` where the request was refused outside of a check. What cannot be proved of a CDN has the
 * reason of what was missing.
 */
const failedChecks: Readonly<Record<Reason, readonly (CheckName | 'none')[]>> = {
  'too-large': ['none'],
  'unknown-source': ['none'],
  'method-not-allowed': ['none'],
  'not-through-cdn': ['cdn'],
  'ip-not-allowed': ['source-ip'],
  'callback-unknown': ['callback'],
  'callback-expired': ['callback'],
  'callback-used': ['callback'],
  'tenant-unknown': ['none'],
  'tenant-not-looked-up': ['none'],
  'tenant-rate': ['none'],
  'token-missing': ['token'],
  'token-duplicated': ['token'],
  'token-mismatch': ['token'],
  'signature-missing': ['signature'],
  'signature-duplicated': ['signature'],
  'signature-malformed': ['signature'],
  'signature-mismatch': ['signature'],
  'timestamp-missing': ['signature', 'freshness'],
  'timestamp-malformed': ['signature', 'freshness'],
  stale: ['freshness'],
  'from-the-future': ['freshness'],
  'handshake-malformed': ['none'],
  'secret-not-set': ['none', 'cdn'],
  'secret-invalid': ['none', 'cdn'],
  'dependency-down': ['none', 'cdn'],
};

/** What is incoherent in a record, looked at by itself. */
export function fieldProblems(item: EventItem): readonly string[] {
  if (!recordStatuses.includes(item.status)) return [`its status is "${item.status}"`];
  return [
    ...shapeProblems(item),
    ...tenantProblems(item),
    ...(item.destination === undefined
      ? problemsByStatus(item)
      : [...wayProblems(item), ...openProblems(item)]),
    ...erasureProblems(item),
  ];
}

function problemsByStatus(item: EventItem): readonly string[] {
  if (item.status === 'rejected') return rejectionProblems(item);
  const accepted = acceptanceProblems(item);
  if (item.outcome === 'handshake') return [...accepted, ...quietHistoryProblems(item)];
  if (item.status === 'duplicate' || item.status === 'conflict')
    return [
      ...accepted,
      ...deliveryProblems(item),
      ...callbackProblems(item),
      ...quietHistoryProblems(item),
      ...unmet([item.eventRecordId !== undefined, `it is a ${item.status} of no event`]),
    ];
  return [
    ...accepted,
    ...deliveryProblems(item),
    ...callbackProblems(item),
    ...openProblems(item),
    ...historyProblems(item),
  ];
}

function shapeProblems(record: AuditRecord): readonly string[] {
  const { id, eventRecordId = '', destination, receivedAt, bodySha256, bodyBytes } = record;
  // A way goes by the id of its event.
  const ulid = destination === undefined ? id : eventRecordId;
  return unmet(
    [
      isValid(ulid) && Math.abs(decodeTime(ulid) - Date.parse(receivedAt)) <= idMayDifferByMs,
      `it was received at ${receivedAt}, which its id does not say`,
    ],
    [/^[0-9a-f]{64}$/.test(bodySha256), 'its body digest is none'],
    [Number.isSafeInteger(bodyBytes) && bodyBytes >= 0, 'its body size is none'],
  );
}

/** Refused only where the name could be that of a tenant. */
const ofTenant: readonly Reason[] = ['tenant-not-looked-up', 'tenant-rate'];

function tenantProblems({ tenant, idempotencyKey, reason }: AuditRecord): readonly string[] {
  const ofKey = idempotencyKey === undefined ? tenant : tenantOfKey(idempotencyKey);
  return unmet(
    [tenant === undefined || isTenantName(tenant), `no tenant can be called "${tenant}"`],
    [ofKey === tenant, `its tenant is ${tenant ?? 'none'}, its key says ${ofKey ?? 'none'}`],
    [
      reason === undefined || !ofTenant.includes(reason) || tenant !== undefined,
      `it was rejected as ${reason} and names no tenant`,
    ],
  );
}

const failedIn = ({ checks }: AuditRecord): readonly CheckName[] =>
  checks.filter(({ result }) => result !== 'passed').map(({ check }) => check);

function acceptanceProblems(record: AuditRecord): readonly string[] {
  const { reason } = record;
  const failed = failedIn(record);
  return unmet(
    [failed.length === 0, `it was accepted although ${failed.join(', ')} failed`],
    [reason === undefined, `it was accepted and has the reason ${reason}`],
  );
}

/** A handshake may need no check, and what nobody sent has none; all else does. */
const deliveryProblems = ({ checks, strength, deliveries, origin }: AuditRecord) =>
  unmet(
    [checks.length > 0 || origin === 'expiry', 'it was accepted without a check'],
    [strength !== undefined, 'it was accepted without any strength'],
    [deliveries >= 1, 'it counts no delivery'],
  );

/** The sweeper sees events that are open, and no others. */
function openProblems({ status, openShard }: EventItem): readonly string[] {
  const isOpen = status === 'received' || status === 'processing';
  return unmet(
    [!isOpen || openShard !== undefined, `it is ${status}, and the sweeper does not see it`],
    [isOpen || openShard === undefined, `it is ${status} and still open`],
  );
}

function rejectionProblems(record: AuditRecord): readonly string[] {
  const { reason, checks, idempotencyKey } = record;
  const isKnown = reason !== undefined && Object.hasOwn(failedChecks, reason);
  if (!isKnown) return [`it was rejected, and its reason is "${reason}"`];
  const [failed = 'none', ...others] = failedIn(record);
  const isLast = failed === 'none' || checks.at(-1)?.check === failed;
  return [
    ...unmet(
      [
        failedChecks[reason].includes(failed) && others.length === 0 && isLast,
        `it was rejected as ${reason}, its checks say otherwise`,
      ],
      [idempotencyKey === undefined, 'it was rejected and names an event'],
      // It stands behind every check, so that nobody uses up another's share.
      [
        reason !== 'tenant-rate' || checks.length > 0,
        'it was rejected as tenant-rate without a check',
      ],
    ),
    ...quietHistoryProblems(record),
  ];
}

function erasureProblems({ bodyErasedAt, history = [] }: AuditRecord): readonly string[] {
  const erased = history.findLast(({ what }) => what === 'body-erased')?.at;
  return unmet([
    erased === bodyErasedAt,
    `its body was erased at ${bodyErasedAt ?? 'no time'}, its history says ${erased ?? 'never'}`,
  ]);
}
