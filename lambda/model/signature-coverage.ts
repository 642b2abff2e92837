import { alternatives, type SignatureScheme, signedParts } from './signature-scheme.ts';
import type { TemplatePart } from './template.ts';
import type { ValueLocation } from './value-location.ts';

/** Whether nobody but the sender can change the value at this place: every alternative of the scheme signs it. */
export const covers = (scheme: SignatureScheme, at: ValueLocation): boolean =>
  alternatives(scheme).every(
    (one) => (coversBody(one) && ('json' in at || 'form' in at)) || coversValue(one, at),
  );

function coversValue(one: ReturnType<typeof alternatives>[number], at: ValueLocation): boolean {
  switch (one.kind) {
    case 'http-message-signature':
      return 'header' in at && one.components.includes(at.header);
    case 'jwt':
      return 'query' in at && one.urlHash !== undefined;
    case 'cipher-checksum':
      // Values of the form are covered, the names that they go by are not.
      return 'form' in at && at.form !== one.form;
    default:
      return signedParts(one).some((part) => partCovers(part, at));
  }
}

function partCovers(part: TemplatePart, at: ValueLocation): boolean {
  if (part.kind === 'value') return samePlace(part.at, at);
  if (part.kind === 'url' || part.kind === 'path') return 'query' in at;
  if (part.kind !== 'pairs') return false;
  const name = 'form' in at ? at.form : 'json' in at ? at.json.split('.')[0] : undefined;
  if (part.pairs === 'headers') return false;
  if (part.pairs === 'query') return 'query' in at;
  return name !== undefined && part.pairs in at && !(part.omit ?? []).includes(name);
}

const samePlace = (left: ValueLocation, right: ValueLocation): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** Whether the whole body is under the signature. */
export const coversBody = (scheme: SignatureScheme): boolean =>
  alternatives(scheme).every((one) => {
    if (one.kind === 'http-message-signature') return one.proves !== 'sender';
    if (one.kind === 'jwt') return one.inBody === true || one.bodyHash !== undefined;
    const parts = signedParts(one);
    if (parts.some((part) => part.kind === 'body' || part.kind === 'proven-body')) return true;
    const hash = 'bodyHash' in one ? one.bodyHash : undefined;
    return hash !== undefined && parts.some((part) => partCovers(part, hash.at));
  });

/**
 * Whether the signature fixes what the event says: the body, or the values of it that matter. A signature over a token, headers or a
 * timestamp alone proves that the sender knows the key, as a shared secret does.
 */
export const provesContent = (scheme: SignatureScheme): boolean =>
  alternatives(scheme).every((one) => {
    if ('proves' in one && one.proves === 'sender') return false;
    if (coversBody(one) || one.kind === 'cipher-checksum') return true;
    return signedParts(one).some(
      (part) =>
        (part.kind === 'pairs' && (part.pairs === 'form' || part.pairs === 'json')) ||
        (part.kind === 'value' && ('json' in part.at || 'form' in part.at)),
    );
  });

/** Whether proving the request takes the address that the sender was given. */
export const needsUrl = (scheme: SignatureScheme): boolean =>
  alternatives(scheme).some((one) => {
    if (one.kind === 'http-message-signature')
      return one.components.some((name) => name.startsWith('@') && name !== '@method');
    if (one.kind === 'jwt')
      return (
        one.urlHash !== undefined ||
        Object.values(one.claims ?? {}).some((parts) => parts.some(({ kind }) => kind === 'url'))
      );
    return signedParts(one).some(({ kind }) => kind === 'url' || kind === 'path');
  });

/** Whether the scheme itself says how old a request may be. */
export const checksTime = (scheme: SignatureScheme): boolean =>
  alternatives(scheme).some((one) => {
    if (one.kind === 'http-message-signature') return one.proves !== 'sender';
    if (one.kind === 'jwt') return one.maxAgeSeconds !== undefined;
    return 'timestamp' in one && one.timestamp !== undefined;
  });
