import type { AuditRecord } from '../../lambda/model/audit-record.ts';
import { fetchedKeyOf, type SignatureScheme } from '../../lambda/model/signature-scheme.ts';
import type { Source } from '../../lambda/model/source.ts';
import { type SecretOwner, secretOwner } from '../../lambda/model/tenant.ts';
import { verifySignature as verifyScheme } from '../../lambda/schemes/verify.ts';
import { NotPermitted } from '../not-permitted.ts';
import type { LiveSecrets } from './live-secrets.ts';
import { storedRequest } from './stored-request.ts';

/** Why a signature cannot be checked once more. */
export const uncheckable = {
  'no-body': 'no body is kept',
  'no-source': 'its source is not configured any more',
  'published-key': 'the sender publishes its keys',
  'not-permitted': 'the secrets of its source must not be read by whoever runs this',
  'secret-gone': 'the secret was replaced since, and the one before it has gone',
  'tenant-gone': 'its tenant was deleted, or has no secret any more',
  redacted: 'a value that is needed was redacted',
  'callback-token': 'the sender signed the address with its one-time token, which is kept nowhere',
  'not-rebuilt': 'the record does not keep all that the sender signed, or it came to another host',
  'configured-otherwise': 'the source was configured otherwise then',
} as const;

export type Uncheckable = keyof typeof uncheckable;

export type VerifiedSignature =
  | { readonly state: 'holds' | 'none' }
  | { readonly state: 'not-checkable'; readonly why: Uncheckable }
  | { readonly state: 'fails'; readonly problem: string };

/** Around the record. */
export interface SignatureFacts {
  readonly body: Uint8Array | undefined;
  readonly source: Source | undefined;
  readonly secretsOf: (owner: SecretOwner) => Promise<LiveSecrets>;
}

/**
 * Whether the signature of an accepted record holds once more, over the stored bytes and under a secret that is live now. It `fails` only
 * where it would have to hold: the request is kept as it was, and the very version that verified it is live.
 */
export async function verifySignature(
  record: AuditRecord,
  { body, source, secretsOf }: SignatureFacts,
): Promise<VerifiedSignature> {
  const wasSigned = record.checks.some(
    ({ check, result }) => check === 'signature' && result === 'passed',
  );
  if (record.status === 'rejected' || !wasSigned) return { state: 'none' };
  if (source === undefined) return notCheckable('no-source');
  const { signature } = source;
  const owner = ownerOf(source, record);
  if (signature === undefined || owner === undefined) return notCheckable('configured-otherwise');
  if (body === undefined) return notCheckable('no-body');
  if (fetchedKeyOf(signature) !== undefined) return notCheckable('published-key');
  const secrets = await secretsOf(owner).catch(undefinedIfNotPermitted);
  if (secrets === undefined) return notCheckable('not-permitted');
  return judge(record, { body, owner: { ...owner, signature }, secrets });
}

/** What the scheme says of the request as it is kept. */
async function judge(
  record: AuditRecord,
  {
    body,
    owner,
    secrets,
  }: {
    readonly body: Uint8Array;
    readonly owner: SecretOwner & { readonly signature: SignatureScheme };
    readonly secrets: LiveSecrets;
  },
): Promise<VerifiedSignature> {
  const { request, doubt } = storedRequest(record, owner, body);
  const verdict = await verifyScheme(owner.signature, request, secrets.keys);
  if (verdict.ok) return { state: 'holds' };
  if (owner.tenant !== undefined && secrets.keys.length === 0) return notCheckable('tenant-gone');
  const doubtful = doubt();
  if (doubtful !== undefined) return notCheckable(doubtful);
  if (!secrets.covers(record)) return notCheckable('secret-gone');
  if (verdict.reason !== 'signature-mismatch') return notCheckable('configured-otherwise');
  return {
    state: 'fails',
    problem:
      'its signature does not hold over the stored body and headers under the secret that verified it: the record was altered, or the recipe, settings or publicUrl of its source were changed since',
  };
}

/** Whose secret verified it; undefined where the source has tenants since, or has none any more. */
const ownerOf = (source: Source, { tenant }: AuditRecord): SecretOwner | undefined =>
  (source.tenants === undefined) === (tenant === undefined)
    ? secretOwner(source, { ...(tenant !== undefined && { tenant }) })
    : undefined;

/** Auditors need not be let near secrets: bodies and records are verified without them. */
function undefinedIfNotPermitted(error: unknown): undefined {
  if (!(error instanceof NotPermitted)) throw error;
  return undefined;
}

const notCheckable = (why: Uncheckable): VerifiedSignature => ({ state: 'not-checkable', why });
