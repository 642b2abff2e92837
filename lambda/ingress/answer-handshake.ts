import { equalDigests } from '../crypto/equal.ts';
import { sha256 } from '../crypto/hash.ts';
import type { AdmittedRequest, FreshRequest, RejectedRequest } from '../model/delivery.ts';
import { reject } from '../model/delivery.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Reply } from '../model/reply.ts';
import type { SourceSecrets } from '../model/secrets.ts';
import { requiredSecretFields } from '../model/source.ts';
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
 * while the source has none.
 * @throws DependencyError when a service that it needs fails; then the sender must be asked to come again.
 */
export async function answerHandshake(
  asked: Asked,
  handshake: Handshake,
  ingress: Pick<Ingress, 'secrets' | 'callOut'>,
): Promise<AnsweredHandshake | RejectedRequest | undefined> {
  const { request, source, checks } = asked;
  if (handshake.storeSecret !== undefined) {
    const handed = singleValue(request, handshake.storeSecret);
    const isStored =
      handed.kind === 'one' && (await ingress.secrets.storeFirst(source, handed.value));
    if (!isStored) return undefined;
  }
  const secrets = await secretsFor(asked, ingress);
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

async function secretsFor(
  { source }: Asked,
  { secrets }: Pick<Ingress, 'secrets'>,
): Promise<SourceSecrets> {
  if (requiredSecretFields(source).length === 0) return [];
  const lookup = await secrets.load(source);
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
