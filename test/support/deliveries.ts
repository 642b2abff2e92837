import { checkFreshness } from '../../lambda/ingress/check-freshness.ts';
import { identify } from '../../lambda/ingress/identify.ts';
import { normalize } from '../../lambda/ingress/normalize.ts';
import {
  type EventKey,
  type IdentifiedDelivery,
  type RejectedRequest,
  reject,
} from '../../lambda/model/delivery.ts';
import type { Source } from '../../lambda/model/source.ts';
import { testClock } from './clock.ts';
import { testIngress } from './ingress-fakes.ts';
import { bank, bankRequest } from './requests.ts';

const source = testIngress({ bank: bank.config }).sources.get('bank') as Source;
let ids = 0;

function requestOf(body: string | Uint8Array, id?: string) {
  const newId = () => id ?? `01TESTSTORAGE${String(ids++).padStart(13, '0')}`;
  return normalize(bankRequest({ body }), { clock: testClock(), newId });
}

/** A verified delivery of the bank over this body, with a fresh id unless given. */
export function testDelivery(body: string | Uint8Array, id?: string): IdentifiedDelivery {
  const fresh = checkFreshness(
    {
      stage: 'verified',
      request: requestOf(body, id),
      source,
      strength: 'signed',
      secretVersion: 'current',
      checks: [{ check: 'signature', result: 'passed' }],
    },
    testClock(),
  );
  if (fresh.stage === 'rejected') throw new Error('a source without timestamps cannot be stale');
  return identify(fresh);
}

/** A delivery of the bank over this body that an operator fetched from the bank itself. */
export const fetchedDelivery = (body: string): IdentifiedDelivery =>
  identify({
    stage: 'fresh',
    request: requestOf(body),
    source,
    strength: 'signed',
    origin: 'provider-api',
    checks: [{ check: 'provider-api', result: 'passed' }],
  });

/** Where the event of this delivery stands. */
export const keyOf = ({ source, idempotencyKey }: IdentifiedDelivery): EventKey => ({
  sourceId: source.id,
  idempotencyKey,
});

/** The same event id over another body: what a conflict is made of. */
export const withKey = (
  delivery: IdentifiedDelivery,
  idempotencyKey: string,
): IdentifiedDelivery => ({
  ...delivery,
  idempotencyKey,
});

export const testRejection = (body: string): RejectedRequest =>
  reject({ request: requestOf(body), source, checks: [] }, 'token-mismatch', 'token');
