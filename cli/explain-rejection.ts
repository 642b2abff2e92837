import type { KeyObject } from 'node:crypto';
import { storedKey } from '../lambda/crypto/stored-key.ts';
import type { AuditRecord } from '../lambda/model/audit-record.ts';
import type { SecretFields } from '../lambda/model/secret-value.ts';
import { alternatives, type SignatureScheme } from '../lambda/model/signature-scheme.ts';
import type { Source } from '../lambda/model/source.ts';
import { type StoredKeyForm, storedKeyForm } from '../lambda/model/stored-key-form.ts';
import type { SecretOwner } from '../lambda/model/tenant.ts';
import { withQuery } from '../lambda/schemes/place-value.ts';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { verifySignature } from '../lambda/schemes/verify.ts';
import { bodyGuesses, secretGuesses, urlGuesses } from './explain-guesses.ts';

export interface Explanation {
  /** The likeliest cause, in one sentence. */
  readonly cause: string;
  /** What to do about it. */
  readonly next: string;
  /** Whether the stored request bears the cause out, or it is the most that the record says. */
  readonly certain: boolean;
}

/** What is known beside the record. */
export interface Circumstances {
  /** With the tenant whose address it was, where the record has one. */
  readonly source: SecretOwner;
  /** Secrets as they are now, newest first. */
  readonly secrets: readonly { readonly label: string; readonly fields: SecretFields }[];
  /** Secrets of the other sources, by source. */
  readonly otherSecrets: ReadonlyMap<string, SecretFields>;
  /** Body of the request, where it was kept. */
  readonly body?: Uint8Array;
}

/** Why a request was refused: the checks again over what is stored, then over what commonly goes wrong. */
export async function explainRejection(
  record: AuditRecord,
  circumstances: Circumstances,
): Promise<Explanation> {
  const { reason } = record;
  if (reason === undefined)
    return certain(`the request was not refused: it is ${record.status}`, 'nothing is to be done');
  const simple = plainCauses(record, circumstances)[reason];
  if (simple !== undefined) return simple;
  const { signature } = circumstances.source;
  const mayTry = signature !== undefined && reason === 'signature-mismatch';
  const found = mayTry ? await tryGuesses(record, signature, circumstances) : undefined;
  return found ?? unexplained(circumstances);
}

const certain = (cause: string, next: string): Explanation => ({ cause, next, certain: true });

function unexplained({ body }: Circumstances): Explanation {
  const tried = body
    ? 'nothing that commonly goes wrong explains the signature'
    : 'the body was not kept, so the signature cannot be computed again';
  return {
    cause: tried,
    next: 'compare the secret with the one that the provider shows for this very endpoint, then send a test event from its dashboard',
    certain: false,
  };
}

type Causes = Readonly<Partial<Record<NonNullable<AuditRecord['reason']>, Explanation>>>;

/** Reasons that say it all, once put into words. */
function plainCauses(record: AuditRecord, { source }: Circumstances): Causes {
  const { id, tenant } = source;
  const named = tenant === undefined ? id : `tenant ${tenant} of ${id}`;
  const store = `sallyport secrets set ${id}${tenant === undefined ? '' : ` --tenant ${tenant}`}`;
  const header = expectedHeader(source);
  const near = nearHeaders(record, header);
  return {
    ...callbackCauses(source),
    ...tenantCauses(source),
    'ip-not-allowed': certain(
      `${record.sourceIp} is not on the allow list of ${id}`,
      "compare with the provider's published addresses: sallyport ranges check",
    ),
    'token-missing': certain(
      'the shared secret is not in the request',
      'enter it where the provider sends it: header, address or credentials of the webhook',
    ),
    'token-mismatch': certain(
      'the shared secret differs from the stored one',
      `store the one that the provider sends: ${store} --field token`,
    ),
    'signature-missing': certain(
      `the request carries no ${header}${near.length > 0 ? `, but ${near.join(', ')}` : ''}`,
      near.length > 0
        ? 'the sender signs another way: compare the source with the documentation of the provider'
        : 'switch signing on at the provider, or check that it was the provider who sent this',
    ),
    stale: certain(
      `the signed timestamp is older than the source allows: ${ageOf(record)}`,
      "if the provider's retries keep the first timestamp, raise toleranceSeconds; else compare the clocks",
    ),
    'from-the-future': certain(
      `the signed timestamp is ahead of our clock: ${ageOf(record)}`,
      'the sender’s clock is wrong, or the timestamp is in another unit than the source says',
    ),
    'secret-not-set': certain(`no secret is stored for ${named}`, `store it: ${store}`),
    'secret-invalid': certain(
      `the stored secret of ${named} is empty or not in the encoding that its scheme states`,
      `store it again, whole: ${store}`,
    ),
    'method-not-allowed': certain(
      `${record.method} is not a method of ${id}`,
      `the source takes ${source.methods.join(', ')}`,
    ),
  };
}

/** Which callback it was the record cannot say: of a token that was refused nothing is kept. */
const callbackCauses = ({ id }: Source): Causes => ({
  'callback-unknown': certain(
    'the token in the address is none that was minted for this source, or its callback is older than the retention',
    'compare the whole address, letter by letter, with the one that was given to the sender: some cut long addresses off, or change their case',
  ),
  'callback-expired': certain(
    "the answer came after the callback's time had run out",
    `mint with a longer ttl; how it stands with a callback: sallyport callbacks list ${id} --ref REF`,
  ),
  'callback-used': certain(
    'the callback had all its answers: a sender that repeats itself after it was heard gets this too',
    `nothing is to be done where the answer is on record: sallyport callbacks list ${id} --ref REF; else mint with more uses`,
  ),
});

const tenantCauses = ({
  id,
  tenant,
  tenants: { ratePerSecond = 0 } = {},
}: SecretOwner): Causes => ({
  'tenant-unknown': certain(
    tenant === undefined
      ? `the address names nobody that could be a tenant of ${id}`
      : `there was no tenant ${tenant} of ${id}`,
    `compare the address with those of sallyport tenants list ${id}, or create the tenant`,
  ),
  'tenant-not-looked-up': certain(
    `more unknown tenants of ${id} were asked for within a second than an instance looks up`,
    'nothing is to be done for a tenant that exists: its sender was told to come again; an allow list or the WAF keeps away who makes names up',
  ),
  'tenant-rate': certain(
    `tenant ${tenant} sent more than the ${ratePerSecond} requests a second that ${id} lets each of its tenants`,
    `its sender was told to come again; if it may send more, raise tenants.ratePerSecond or burst of ${id}`,
  ),
});

function expectedHeader({ signature }: Source): string {
  const [first] = signature ? alternatives(signature) : [];
  if (first?.kind === 'http-message-signature') return 'signature header';
  const name = first && 'header' in first ? first.header : undefined;
  return name === undefined ? 'signature' : `header ${name}`;
}

/** Headers that look like a signature under another name. */
const nearHeaders = ({ headers }: AuditRecord, expected: string): readonly string[] =>
  Object.keys(headers).filter(
    (name) => /sign|hmac|digest/i.test(name) && !expected.endsWith(` ${name}`),
  );

/** How far the timestamp in the headers was from the time of receipt, as far as the record shows. */
function ageOf({ headers, receivedAt }: AuditRecord): string {
  for (const value of Object.values(headers)) {
    const match = /(?:^|[^0-9])(1[0-9]{9})([0-9]{3})?(?:[^0-9]|$)/.exec(value);
    if (match?.[1] === undefined) continue;
    const seconds = Math.round(Date.parse(receivedAt) / 1000 - Number(match[1]));
    return `it is ${Math.abs(seconds)} s ${seconds < 0 ? 'ahead of' : 'behind'} the time of receipt`;
  }
  return 'see the timestamp in the record';
}

/** One thing that may have gone wrong: if the signature holds with it undone, it did. */
interface Hypothesis {
  readonly cause: string;
  readonly next: string;
  readonly key: KeyObject | undefined;
  readonly request: SignedRequest;
}

async function tryGuesses(
  record: AuditRecord,
  scheme: SignatureScheme,
  circumstances: Circumstances,
): Promise<Explanation | undefined> {
  const form = storedKeyForm(scheme);
  if (circumstances.body === undefined || form === undefined) return undefined;
  const request = requestOf(record, circumstances.source, circumstances.body);
  for (const { cause, next, key, request: asked } of hypotheses(request, form, circumstances)) {
    if (key === undefined) continue;
    const { ok } = await verifySignature(scheme, asked, [{ signing: key }]);
    if (ok) return certain(cause, next);
  }
  return undefined;
}

/** The likelier ones first. */
function hypotheses(
  request: SignedRequest,
  form: StoredKeyForm,
  { secrets, otherSecrets }: Circumstances,
): readonly Hypothesis[] {
  const texts = secrets.map(({ fields }) => fields.signing ?? '');
  const keys = texts.map((text) => storedKey(text, form));
  const body = Buffer.from(request.body);
  return [
    ...secrets.map(({ label }, at) => ({
      cause: `the signature holds under the ${label} secret as it is now`,
      next: 'the secret was stored after this request: nothing is to be done, the provider will send again',
      key: keys[at],
      request,
    })),
    ...texts.flatMap((text) => secretGuesses(text, form)).map((guess) => ({ ...guess, request })),
    ...keys.flatMap((key) => [
      ...bodyGuesses(body).map((guess) => ({
        ...guess,
        key,
        request: { ...request, body: guess.body },
      })),
      ...urlGuesses(request.url).map((guess) => ({
        ...guess,
        key,
        request: { ...request, url: guess.url },
      })),
    ]),
    ...[...otherSecrets].map(([other, fields]) => ({
      cause: `it is signed with the secret of source ${other}`,
      next: `the provider sends ${other}'s events to this address, or the two secrets were exchanged`,
      key: storedKey(fields.signing ?? '', form),
      request,
    })),
  ];
}

/** The request as the record keeps it; a header that came several times cannot be told from one with commas. */
function requestOf(record: AuditRecord, source: SecretOwner, body: Uint8Array): SignedRequest {
  const entries = (values: Readonly<Record<string, string>>) =>
    new Map(Object.entries(values).map(([name, value]) => [name, [value]]));
  return {
    method: record.method,
    headers: entries(record.headers),
    query: entries(record.query),
    body,
    settings: source.settings ?? {},
    ...(source.publicUrl && {
      url: addressOf(
        source.tenant === undefined ? source.publicUrl : `${source.publicUrl}/${source.tenant}`,
        entries(record.query),
      ),
    }),
  };
}

/** As the ingress has it: the configured address with the query string that arrived. */
const addressOf = (publicUrl: string, query: SignedRequest['query']): string =>
  publicUrl.includes('?') ? publicUrl : withQuery(publicUrl, query);
