import type { EventItem } from '../../lambda/aws/audit-items.ts';
import { sha256Hex } from '../../lambda/crypto/hash.ts';
import { callbackExpiredType, callbackKeyForm, useOfKey } from '../../lambda/model/callback.ts';
import { unmet } from './unmet.ts';

const emptySha256 = sha256Hex(new Uint8Array());

/** Whether the record is that of an answer to a callback, or says that none came. */
export const isOfCallback = ({ idempotencyKey }: Pick<EventItem, 'idempotencyKey'>): boolean =>
  callbackKeyForm.test(idempotencyKey);

export const wasSigned = ({ checks }: Pick<EventItem, 'checks'>): boolean =>
  checks.some(({ check }) => check === 'signature');

/** What is wrong with how an accepted delivery speaks of a callback: key, name, check and type say the same. */
export function callbackProblems(item: EventItem): readonly string[] {
  const { origin, eventType, callback, checks, status } = item;
  const isExpiry = origin === 'expiry';
  const isExpiryByType = eventType === callbackExpiredType;
  const wasChecked = checks.some(({ check }) => check === 'callback');
  const wrong = [
    ...unmet(
      [
        isExpiry === isExpiryByType,
        `its origin is ${origin ?? 'its sender'}, its type ${eventType ?? 'none'}`,
      ],
      [
        isExpiry || isOfCallback(item) === wasChecked,
        'its key and its checks differ on a callback',
      ],
      [
        isOfCallback(item) === (callback !== undefined),
        'its key and what it names differ on a callback',
      ],
      [status !== 'conflict' || !isOfCallback(item), 'it is a conflict, and answers make none'],
    ),
    ...(isExpiry ? expiryProblems(item) : []),
  ];
  const isFirst = status !== 'duplicate' && status !== 'conflict';
  return isOfCallback(item) && isFirst ? [...wrong, ...useProblems(item)] : wrong;
}

/** The record of an answer is one use of its callback, by what the answer says. */
function useProblems(item: EventItem): readonly string[] {
  const { idempotencyKey, callbackUses = 1, contentSha256 = '', bodySha256 } = item;
  const use = useOfKey(idempotencyKey);
  return unmet(
    [use <= callbackUses, `it is answer ${use} to a callback that takes ${callbackUses}`],
    // A signature may cover less than the body, or other things.
    [
      wasSigned(item) || contentSha256.endsWith(bodySha256),
      'its body is not what makes the answer another one',
    ],
  );
}

/** What only the record of a request can have. */
function keptOfRequest(item: EventItem): readonly string[] {
  const isThere = {
    checks: item.checks.length > 0,
    'a secret': item.secretVersion !== undefined,
    'an address': item.sourceIp !== '',
    'a method': item.method !== '',
    headers: Object.keys(item.headers).length > 0,
    'a query': Object.keys(item.query).length > 0,
    'an event id': item.eventId !== undefined,
    'a body': item.bodyBytes !== 0 || item.bodySha256 !== emptySha256,
  };
  return Object.entries(isThere).flatMap(([name, is]) => (is ? [name] : []));
}

/** Nobody sent an expiry: what a request would say is empty, and nothing was checked. */
function expiryProblems(item: EventItem): readonly string[] {
  const { status, idempotencyKey, deliveries } = item;
  const kept = keptOfRequest(item);
  return unmet(
    [kept.length === 0, `it says that no answer came, and has ${kept.join(', ')}`],
    [
      isOfCallback(item) && useOfKey(idempotencyKey) === 1,
      'it says that no answer came, and its key is not that of the first',
    ],
    [
      status !== 'duplicate' && status !== 'conflict' && deliveries === 1,
      'it says that no answer came, more than once',
    ],
  );
}
