import { equalDigests } from '../crypto/equal.ts';
import { sha256 } from '../crypto/hash.ts';
import type { AdmittedRequest, FreshRequest, RejectedRequest } from '../model/delivery.ts';
import { reject } from '../model/delivery.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Reply } from '../model/reply.ts';
import type { SourceSecrets } from '../model/secrets.ts';
import { requiredSecretFields } from '../model/source.ts';
import { secretOwner } from '../model/tenant.ts';
import { renderReply } from '../schemes/render-reply.ts';
import { singleValue } from '../schemes/single-value.ts';
import { addressOnHosts } from './key-address.ts';
import type { Ingress } from './ports.ts';
import { signedRequest } from './signed-request.ts';

type Asked = AdmittedRequest | FreshRequest;

/** A handshake that was answered. */
export interface AnsweredHandshake {
  readonly stage: 'answered';
  readonly request: Asked['request'];
  readonly source: Asked['source'];
  readonly checks: Asked['checks'];
  readonly reply: Reply;
}

/**
 * Answers a handshake once what it asks for is proved and done. Undefined when it is none after all: a secret is taken from a sender only
 * while the source, or its tenant, has none.
 * @throws DependencyError when a service that it needs fails; then the sender must be asked to come again.
 */
export async function answerHandshake(
  asked: Asked,
  handshake: Handshake,
  ingress: Pick<Ingress, 'secrets' | 'callOut'>,
): Promise<AnsweredHandshake | RejectedRequest | undefined> {
  const { request, source, checks } = asked;
  const secrets = await secretsFor(asked, handshake, ingress);
  if (secrets === undefined || 'stage' in secrets) return secrets;
  if (typeof handshake.proof === 'object' && !tokenHolds(asked, handshake.proof.tokenAt, secrets))
    return reject(asked, 'token-mismatch', 'token');
  if (handshake.confirm !== undefined) {
    const address = addressOnHosts(handshake.confirm, request, source);
    if (typeof address === 'string') return reject(asked, 'handshake-malformed');
    await ingress.callOut(address.address);
  }
  const [current] = secrets;
  const reply = renderReply(handshake.reply, {
    request: signedRequest(request, source),
    deliveryId: request.deliveryId,
    ...(current?.signing && { key: current.signing }),
  });
  if (reply === undefined) return reject(asked, 'handshake-malformed');
  return { stage: 'answered', request, source, checks, reply };
}

/** What the answer may be proved or made with, once a secret that was handed over is stored; undefined when none is taken. */
async function secretsFor(
  asked: Asked,
  { storeSecret }: Handshake,
  { secrets }: Pick<Ingress, 'secrets'>,
): Promise<SourceSecrets | RejectedRequest | undefined> {
  const owner = secretOwner(asked.source, asked.request);
  if (owner === undefined) return reject(asked, 'tenant-unknown');
  if (storeSecret !== undefined) {
    const handed = singleValue(asked.request, storeSecret);
    const isStored = handed.kind === 'one' && (await secrets.storeFirst(owner, handed.value));
    if (!isStored) return undefined;
  }
  if (requiredSecretFields(owner).length === 0) return [];
  const lookup = await secrets.load(owner);
  if (lookup.kind === 'unknown' || lookup.kind === 'not-looked-up')
    return reject(asked, `tenant-${lookup.kind}`);
  return lookup.kind === 'found' ? lookup.secrets : [];
}

function tokenHolds(
  { request }: Asked,
  at: Extract<Handshake['proof'], object>['tokenAt'],
  secrets: SourceSecrets,
): boolean {
  const found = singleValue(request, at);
  if (found.kind !== 'one') return false;
  const received = sha256(found.value);
  return secrets.some(
    ({ token }) => token !== undefined && equalDigests(received, sha256(token.export())),
  );
}
