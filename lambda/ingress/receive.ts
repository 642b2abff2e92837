import {
  type AdmittedRequest,
  type FreshRequest,
  type QueuedDelivery,
  type RecordedDelivery,
  type RejectedRequest,
  reject,
  type VerifiedRequest,
} from '../model/delivery.ts';
import type { Reply } from '../model/reply.ts';
import type { RawRequest } from '../model/request.ts';
import { type AnsweredHandshake, answerHandshake } from './answer-handshake.ts';
import { checkFreshness } from './check-freshness.ts';
import { checkIp } from './check-ip.ts';
import { checkToken } from './check-token.ts';
import { clientAddress } from './client-address.ts';
import { enqueue } from './enqueue.ts';
import { findCallback } from './find-callback.ts';
import { couldBeAnswer, findHandshake, mayDeliver } from './handshake.ts';
import { identify } from './identify.ts';
import { limitTenant } from './limit-tenant.ts';
import { loadKeys, retryWithReloadedKeys } from './load-keys.ts';
import { normalize } from './normalize.ts';
import type { Ingress } from './ports.ts';
import { record, recordRejection } from './record.ts';
import { acknowledge, refuse } from './reply.ts';
import { resolveSource } from './resolve-source.ts';
import { verifySignature } from './verify-signature.ts';

/** What became of a request: the reply to its sender and the last stage it reached, for the log. */
export interface Receipt {
  readonly reply: Reply;
  readonly reached: RejectedRequest | AnsweredHandshake | RecordedDelivery | QueuedDelivery;
}

/**
 * Takes one request through every check, in this order, and answers it. The order is the security property:
 * nothing of the body is read before its signature holds, and a 2xx is sent only after the record and the queue have the event.
 * @throws DependencyError when the record or the queue fails; then the sender must be asked to come again.
 */
export async function receive(raw: RawRequest, ingress: Ingress): Promise<Receipt> {
  const placed = await clientAddress(normalize(raw, ingress), ingress);
  if (placed.stage === 'rejected') return turnAway(placed, ingress);

  const sourced = resolveSource(placed, ingress.sources);
  if (sourced.stage === 'rejected') return turnAway(sourced, ingress);

  const admitted = checkIp(sourced);
  if (admitted.stage === 'rejected') return turnAway(admitted, ingress);

  const early = findHandshake(admitted, 'before');
  const answered = early && (await answerHandshake(admitted, early, ingress));
  if (answered !== undefined) return conclude(answered, ingress);
  if (!mayDeliver(admitted)) return turnAway(reject(admitted, 'method-not-allowed'), ingress);

  const verified = await prove(admitted, ingress);
  if (verified.stage === 'rejected') return turnAway(verified, ingress);

  const fresh = checkFreshness(verified, ingress.clock);
  if (fresh.stage === 'rejected') return turnAway(fresh, ingress);

  if (couldBeAnswer(fresh))
    return turnAway(reject(fresh, 'signature-mismatch', 'signature'), ingress);
  const late = findHandshake(fresh, 'after');
  const answeredLate = late && (await answerHandshake(fresh, late, ingress));
  if (answeredLate !== undefined) return conclude(answeredLate, ingress);

  const recorded = await putOnRecord(fresh, ingress);
  if (recorded.stage === 'rejected') return turnAway(recorded, ingress);
  const queued = await enqueue(recorded, ingress.queue);
  return { reply: acknowledge(queued), reached: queued };
}

/** The checks that need something from outside: what waits for this request, and the keys to prove it with. */
async function prove(
  admitted: AdmittedRequest,
  ingress: Ingress,
): Promise<VerifiedRequest | RejectedRequest> {
  const awaited = await findCallback(admitted, ingress);
  if (awaited.stage === 'rejected') return awaited;

  const keyed = await loadKeys(awaited, ingress);
  if (keyed.stage === 'rejected') return keyed;

  return retryWithReloadedKeys(keyed, ingress, async (request) => {
    const tokenChecked = checkToken(request);
    return tokenChecked.stage === 'rejected' ? tokenChecked : verifySignature(tokenChecked);
  });
}

/** Makes durable what passed every check, unless its tenant sends too fast. */
async function putOnRecord(
  fresh: FreshRequest,
  ingress: Ingress,
): Promise<RecordedDelivery | RejectedRequest> {
  const limited = await limitTenant(fresh, ingress);
  return limited.stage === 'rejected' ? limited : record(identify(limited), ingress.audit);
}

async function conclude(
  answered: AnsweredHandshake | RejectedRequest,
  ingress: Ingress,
): Promise<Receipt> {
  if (answered.stage === 'rejected') return turnAway(answered, ingress);
  await ingress.audit.recordHandshake(answered);
  return { reply: answered.reply, reached: answered };
}

async function turnAway(rejected: RejectedRequest, ingress: Ingress): Promise<Receipt> {
  await recordRejection(rejected, ingress.audit);
  return { reply: refuse(rejected), reached: rejected };
}
